// muster completion bash|zsh|fish: scripts that complete command lines, made from the very tree of
// commands that parses them, so that they cannot lag behind it.
#include "clients/cli/command.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct Entry {
    std::string word;
    std::string what;
};

// What may follow the words of a path such as "admin people".
struct Node {
    std::string path;
    std::vector<Entry> commands;
    std::vector<Entry> options;
};

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& nodes) {
    Node node{path, {}, {}};
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            node.options.push_back({"--" + name, option->get_description()});
        }
    }
    const auto is_named = [](const CLI::App* child) { return !child->get_name().empty(); };
    for (const CLI::App* child : app.get_subcommands(is_named)) {
        node.commands.push_back({child->get_name(), child->get_description()});
    }
    nodes.push_back(std::move(node));
    for (const CLI::App* child : app.get_subcommands(is_named)) {
        collect(*child, path.empty() ? child->get_name() : path + " " + child->get_name(), nodes);
    }
}

std::string words_of(const std::vector<Entry>& entries) {
    std::string out;
    for (const Entry& entry : entries) {
        out += (out.empty() ? "" : " ") + entry.word;
    }
    return out;
}

// Text inside single quotes of any of the three shells.
std::string quoted(const std::string& text, std::string_view quote_as) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += quote_as;
        } else {
            out += c;
        }
    }
    return out + "'";
}

constexpr std::string_view posix_quote = "'\\''";
constexpr std::string_view fish_quote = "\\'";

// The same walk in every shell: words that name a command under the path so far extend the path.
std::string bash_script(const std::vector<Node>& nodes) {
    std::string cases;
    std::string words;
    for (const Node& node : nodes) {
        for (const Entry& command : node.commands) {
            const std::string path =
                node.path.empty() ? command.word : node.path + " " + command.word;
            cases += fmt::format("            '{}') path='{}' ;;\n", path, path);
        }
        words += fmt::format(
            "        '{}') commands='{}' options='{}' ;;\n",
            node.path,
            words_of(node.commands),
            words_of(node.options)
        );
    }
    return fmt::format(
        R"(# bash completion for muster. To use it now: source <(muster completion bash)
_muster() {{
    local path='' commands='' options='' current="${{COMP_WORDS[COMP_CWORD]}}" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${{path:+$path }}${{COMP_WORDS[i]}}" in
{}        esac
    done
    case "$path" in
{}    esac
    if [[ "$current" == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    elif [[ -n "$commands" ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}}
complete -o filenames -F _muster muster
)",
        cases,
        words
    );
}

std::string described(const std::vector<Entry>& entries) {
    std::string out;
    for (const Entry& entry : entries) {
        out += " " + quoted(entry.word + ":" + entry.what, posix_quote);
    }
    return out;
}

std::string zsh_script(const std::vector<Node>& nodes) {
    std::string cases;
    std::string words;
    for (const Node& node : nodes) {
        for (const Entry& command : node.commands) {
            const std::string path =
                node.path.empty() ? command.word : node.path + " " + command.word;
            cases += fmt::format("            '{}') path_so_far='{}' ;;\n", path, path);
        }
        words += fmt::format(
            "        '{}') commands=({}) options=({}) ;;\n",
            node.path,
            described(node.commands),
            described(node.options)
        );
    }
    return fmt::format(
        R"(#compdef muster
# zsh completion for muster. Save it as _muster in a folder of $fpath.
_muster() {{
    local path_so_far='' i
    local -a commands options
    for ((i = 2; i < CURRENT; i++)); do
        case "${{path_so_far:+$path_so_far }}${{words[i]}}" in
{}        esac
    done
    case "$path_so_far" in
{}    esac
    if [[ "${{words[CURRENT]}}" == -* ]]; then
        _describe option options
    elif (( $#commands )); then
        _describe command commands
    else
        _files
    fi
}}
_muster "$@"
)",
        cases,
        words
    );
}

std::string fish_script(const std::vector<Node>& nodes) {
    std::string paths;
    std::string lines;
    for (const Node& node : nodes) {
        const std::string condition = fmt::format("test (__muster_path) = \"{}\"", node.path);
        for (const Entry& command : node.commands) {
            const std::string path =
                node.path.empty() ? command.word : node.path + " " + command.word;
            paths += fmt::format(" '{}'", path);
            lines += fmt::format(
                "complete -c muster -f -n '{}' -a {} -d {}\n",
                condition,
                command.word,
                quoted(command.what, fish_quote)
            );
        }
        for (const Entry& option : node.options) {
            lines += fmt::format(
                "complete -c muster -n '{}' -l {} -d {}\n",
                condition,
                option.word.substr(2),
                quoted(option.what, fish_quote)
            );
        }
    }
    return fmt::format(
        R"(# fish completion for muster. Save it as ~/.config/fish/completions/muster.fish
function __muster_path
    set -l path ''
    set -l known{}
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim "$path $word")
        contains -- "$longer" $known; and set path $longer
    end
    echo "$path"
end
{})",
        paths,
        lines
    );
}

struct CompletionOptions {
    std::string shell;
};

Status completion(const CompletionOptions& options, Invocation& /*invocation*/) {
    Invocation unused;
    const auto program = make_program(unused);
    std::vector<Node> nodes;
    collect(*program, {}, nodes);
    if (options.shell == "bash") return Output::bytes(bash_script(nodes));
    if (options.shell == "zsh") return Output::bytes(zsh_script(nodes));
    return Output::bytes(fish_script(nodes));
}

} // namespace

void add_completion_command(CLI::App& program, Invocation& invocation) {
    auto options = std::make_shared<CompletionOptions>();
    CLI::App& command =
        *program.add_subcommand("completion", "Print a completion script for a shell");
    command.footer("Examples:\n  source <(muster completion bash)\n"
                   "  muster completion fish > ~/.config/fish/completions/muster.fish\n");
    command.add_option("SHELL", options->shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    run_with(command, invocation, options, completion);
}

} // namespace muster::cli
