# shellcheck shell=bash
# What a person sees while the tools work: one line per stage with its time, a moving percentage where
# the work can tell it, and failures that say what to do. Sourced by the programs in this folder; it
# changes nothing on the machine. Colours and moving lines only on a terminal.

if [ -t 1 ]; then
    bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m' clear_line=$'\r\e[K'
else
    bold='' dim='' green='' red='' plain='' clear_line=''
fi

stage_started=0
readonly tools_started=$SECONDS # when the tool began

# minutes_text SECONDS: "47 s" or "3 min 07 s".
minutes_text() {
    if [ "$1" -lt 60 ]; then
        printf '%d s' "$1"
    else
        printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
    fi
}

# stage TEXT: the next step begins.
stage() {
    stage_started=$SECONDS
    printf '%s==>%s %s%s%s\n' "$dim" "$plain" "$bold" "$1" "$plain"
}

# stage_done: the step that began last has succeeded.
stage_done() {
    printf '%s%s    done%s in %s\n' "$clear_line" "$green" "$plain" \
        "$(minutes_text $((SECONDS - stage_started)))"
}

# die MESSAGE HINT: the two lines every failure has, then exit 1.
die() {
    printf '%s%serror:%s %s\n%shint:%s  %s\n' "$clear_line" "$red" "$plain" "$1" "$bold" "$plain" "$2" >&2
    exit 1
}

# say TEXT: a plain line below the current stage.
say() {
    printf '%s    %s\n' "$clear_line" "$1"
}

# percent_lines: reads "PERCENT TEXT" lines; moves one line on a terminal, else prints every tenth part.
percent_lines() {
    local percent text last=-10 width
    width=$(tput cols 2>/dev/null || echo 100)
    while read -r percent text; do
        percent=${percent%%.*}
        [ "$percent" -ge "$last" ] || last=-10
        if [ -n "$clear_line" ]; then
            printf '%s    %3d %% %s' "$clear_line" "$percent" "${text:0:$((width - 12))}"
        elif [ "$percent" -ge $((last + 10)) ]; then
            printf '    %3d %% %s\n' "$percent" "$text"
            last=$percent
        fi
    done
    printf '%s' "$clear_line"
}

# build_lines: ninja's output with its "[n/m]" lines thinned to one in twenty when nobody watches;
# warnings, errors and everything else pass unchanged.
build_lines() {
    if [ -n "$clear_line" ]; then
        cat
        return
    fi
    awk '
        match($0, /^\[[0-9]+\/[0-9]+\]/) {
            split(substr($0, 2, RLENGTH - 2), at, "/")
            step = at[2] > 0 ? int(20 * at[1] / at[2]) : 20
            if (step > last || at[1] == at[2]) { print "    " $0; fflush() }
            last = step
            next
        }
        /^ninja: Entering directory/ { next }
        { print; fflush() }'
}
