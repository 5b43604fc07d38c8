// Who is signed in. Undefined until the server has said so, null for nobody.
import { signal } from "@preact/signals";
import { AccessService, type SignedIn } from "@muster/shared/api/access";
import { Role } from "@muster/shared/api/identity";
import { ApiFailure, call } from "../api.ts";

export const person = signal<SignedIn | null | undefined>(undefined);

export async function begin(): Promise<void> {
  try {
    person.value = await call(AccessService.method.whoAmI, {});
  } catch (problem) {
    if (!(problem instanceof ApiFailure)) throw problem;
    person.value = null;
  }
}

export async function signIn(name: string, password: string): Promise<void> {
  person.value = await call(AccessService.method.signIn, { name, password });
}

export async function setPassword(code: string, password: string): Promise<void> {
  person.value = await call(AccessService.method.setPassword, { code, password });
}

export async function signOut(): Promise<void> {
  await call(AccessService.method.signOut, {});
  person.value = null;
}

// What is shown; the server checks each call again.
export function mayReview(): boolean {
  return person.value?.roles.includes(Role.QUALITY_MANAGER) ?? false;
}
