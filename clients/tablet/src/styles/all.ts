// In the order in which they build on each other.
import "@muster/shared/styles/tokens.css";
import "@muster/shared/styles/base.css";
import "@muster/shared/styles/components.css";
import "./app.css";
import "./audit.css";
import "./question.css";
import "./screens.css";
import "./narrow.css";
