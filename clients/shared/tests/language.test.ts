import { create } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { LocalTextSchema } from "../generated/muster/v1/checklist_pb.ts";
import { preferredLanguage, said } from "../src/language.ts";

const text = create(LocalTextSchema, {
  translations: [
    { language: "en", text: "Shop" },
    { language: "cy", text: "Siop" },
  ],
});

describe("A text in several languages", () => {
  test("is said in the wanted one", () => {
    expect(said(text, "cy")).toEqual({ text: "Siop", language: "cy" });
  });

  test("falls back to its first one, and says which that is", () => {
    expect(said(text, "fr")).toEqual({ text: "Shop", language: "en" });
  });

  test("that is not there is empty", () => {
    expect(said(undefined, "en").text).toBe("");
  });
});

describe("The app speaks", () => {
  test("the first of a person's languages that it knows", () => {
    expect(preferredLanguage(["fr-FR", "cy-GB", "en-GB"])).toBe("cy");
  });

  test("English where it knows none of them", () => {
    expect(preferredLanguage(["fr"])).toBe("en");
    expect(preferredLanguage([])).toBe("en");
  });
});
