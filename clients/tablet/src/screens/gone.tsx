// A visit that is not, or no longer, on this tablet.
import { IconLink } from "@muster/shared/components/button";
import { Banner } from "@muster/shared/components/status";
import { hrefOf } from "../route.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";

export function Gone(props: { message?: string; hint?: string }) {
  const text = words.value;
  return (
    <Page
      title={text.failure.gone}
      before={<IconLink look="quiet" icon="arrow-left" name={text.brief.back} href={hrefOf({ screen: "today" })} />}
    >
      <Banner tone="concern" title={props.message ?? text.failure.goneWhy}>
        {props.hint}
      </Banner>
    </Page>
  );
}
