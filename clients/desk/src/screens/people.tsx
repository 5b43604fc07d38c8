// Who has which role, and which devices were enrolled.
import { DeviceService } from "@muster/shared/api/device";
import { Role } from "@muster/shared/api/identity";
import { ProgrammeService } from "@muster/shared/api/programme";
import { Tag } from "@muster/shared/components/status";
import { momentText } from "@muster/shared/format";
import { call } from "../api.ts";
import { idOf } from "../parts/ids.ts";
import { Page, Ready } from "../parts/page.tsx";
import { useLoaded } from "../state/loaded.ts";
import { words } from "../words/words.ts";

function roleWord(role: Role): string {
  const say = words.value.roles;
  switch (role) {
    case Role.SHOPPER:
      return say.shopper;
    case Role.QUALITY_MANAGER:
      return say.manager;
    case Role.COMPLIANCE_OFFICER:
      return say.officer;
    case Role.ADMINISTRATOR:
      return say.administrator;
    default:
      return "";
  }
}

function PeopleCard() {
  const say = words.value.people;
  const people = useLoaded("people", () => call(ProgrammeService.method.listPeople, {}));
  return (
    <section class="card c12" aria-labelledby="people">
      <header>
        <h2 id="people">{say.people}</h2>
      </header>
      <Ready of={people}>
        {(list) => (
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{say.ref}</th>
                <th scope="col">{say.name}</th>
                <th scope="col">{say.roles}</th>
                <th scope="col">{say.region}</th>
              </tr>
            </thead>
            <tbody>
              {list.people.map((each) => (
                <tr key={each.ref}>
                  <th scope="row">{each.ref}</th>
                  <td>{each.name}</td>
                  <td>{each.roles.map(roleWord).join(", ")}</td>
                  <td>{each.homeRegion}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Ready>
    </section>
  );
}

function DevicesCard() {
  const say = words.value.people;
  const devices = useLoaded("devices", () => call(DeviceService.method.listDevices, {}));
  return (
    <section class="card c12" aria-labelledby="devices">
      <header>
        <h2 id="devices">{say.devices}</h2>
      </header>
      <Ready of={devices}>
        {(list) => (
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{say.device}</th>
                <th scope="col">{say.person}</th>
                <th scope="col">{say.since}</th>
                <th scope="col">{say.state}</th>
              </tr>
            </thead>
            <tbody>
              {list.devices.map((each) => (
                <tr key={idOf(each.certificate)}>
                  <th scope="row">{each.label || idOf(each.device).slice(0, 8)}</th>
                  <td>{each.personName || each.personRef}</td>
                  <td>{momentText(Number(each.notBeforeMs))}</td>
                  <td>
                    <Tag tone={each.revoked ? "not-met" : "not-tested"} icon={each.revoked ? "x" : "check"}>
                      {each.revoked ? say.revoked : say.active}
                    </Tag>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Ready>
    </section>
  );
}

export function People() {
  return (
    <Page title={words.value.pages.people} sub={words.value.people.sub}>
      <div class="grid">
        <PeopleCard />
        <DevicesCard />
      </div>
    </Page>
  );
}
