// A fault of the app itself: what was saved is safe, and the person can start again. The browser's console
// has the rest.
import { Component, type ComponentChildren } from "preact";
import { Button } from "@muster/shared/components/button";
import { Banner } from "@muster/shared/components/status";
import { words } from "./words/words.ts";

export class ErrorBoundary extends Component<{ children: ComponentChildren }, { message: string }> {
  override state = { message: "" };

  static override getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    if (this.state.message === "") return this.props.children;
    const text = words.value.failure;
    return (
      <main class="door">
        <Banner tone="not-met" title={text.title} alert>
          {text.safe} {this.state.message}
        </Banner>
        <Button look="primary" onPress={() => location.reload()}>
          {text.reload}
        </Button>
      </main>
    );
  }
}
