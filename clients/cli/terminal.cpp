#include "clients/cli/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

namespace muster::cli {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

using Terminal = std::unique_ptr<std::FILE, CloseFile>;

Terminal open_terminal() {
    return Terminal(std::fopen("/dev/tty", "r+e"));
}

// Switches echo off while it lives.
class Silence {
public:
    explicit Silence(int terminal) : terminal_(terminal) {
        if (::tcgetattr(terminal_, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        active_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
    }

    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    Silence(Silence&&) = delete;
    Silence& operator=(Silence&&) = delete;

    ~Silence() {
        if (active_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }

    [[nodiscard]] bool active() const { return active_; }

private:
    int terminal_;
    termios before_{};
    bool active_ = false;
};

} // namespace

bool has_terminal() {
    return open_terminal() != nullptr;
}

Result<std::string> ask_secret(std::string_view question) {
    const Terminal terminal = open_terminal();
    if (!terminal) {
        return fail(
            Code::failed_precondition,
            "There is no terminal to ask for the passcode on.",
            "Name a file that holds it with --passcode-file."
        );
    }
    std::string line;
    {
        // Before the question, because an answer can be quick.
        const Silence silence(::fileno(terminal.get()));
        if (!silence.active()) {
            return fail(
                Code::failed_precondition,
                "The terminal would show the passcode while it is typed.",
                "Name a file that holds it with --passcode-file."
            );
        }
        std::fwrite(question.data(), 1, question.size(), terminal.get());
        std::fflush(terminal.get());
        int c = std::fgetc(terminal.get());
        for (; c != EOF && c != '\n'; c = std::fgetc(terminal.get())) {
            line.push_back(static_cast<char>(c));
        }
        if (c == EOF)
            return fail(Code::invalid_input, "No passcode was typed.", "Run the command again.");
    }
    std::fputc('\n', terminal.get()); // the one that was typed did not show
    return line;
}

} // namespace muster::cli
