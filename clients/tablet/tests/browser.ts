// Debian's Chromium, with nothing of its own going out to the network and a fresh profile each time.
import { type Browser, chromium } from "playwright-core";

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["MUSTER_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
