// An audit with every type of question, some of them answered, one of them wrong, one in conflict.
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type Checklist,
  ChecklistSchema,
  EvidenceKind,
  GroupSchema,
  type LocalText,
  LocalTextSchema,
  type Question,
  QuestionSchema,
  QuestionType,
} from "@muster/shared/api/checklist";
import {
  type Answer,
  type AnswerRequest,
  type AuditChanges,
  AuditChangesSchema,
  type FieldState,
  FieldStateSchema,
  FieldValidity,
  type OpenAuditReply,
  OpenAuditReplySchema,
} from "@muster/shared/api/field";
import { answered, chosen, counted, notApplicable, written } from "../../src/answers.ts";
import { fieldName, hexOf } from "../../src/state/field-name.ts";
import { visits } from "./diary.ts";

const words = (english: string, welsh = ""): LocalText =>
  create(LocalTextSchema, {
    translations: [{ language: "en", text: english }, ...(welsh === "" ? [] : [{ language: "cy", text: welsh }])],
  });

type Some = Partial<Omit<Question, "$typeName" | "$unknown" | "label" | "hint">>;

function question(id: string, type: QuestionType, label: string, some: Some = {}): Question {
  return create(QuestionSchema, { id, type, label: words(label), ...some });
}

const ways = { notApplicableAllowed: true, notObservedAllowed: true };
const T = QuestionType;

const sections = [
  {
    id: "arrival",
    title: words("Brief and arrival", "Briff a chyrraedd"),
    questions: [
      question("told", T.NOTE, "You are a customer like any other. Take your time."),
      question("read", T.ACKNOWLEDGE, "I have read the brief."),
      question("came", T.DATE, "Which day was it?"),
      question("at", T.TIME, "When did you come in?"),
      question("left", T.DATE_TIME, "When did you leave?"),
      question("where", T.GEOPOINT, "Where did you stand?"),
    ],
  },
  {
    id: "service",
    title: words("Service", "Gwasanaeth"),
    questions: [
      question("wait", T.STOPWATCH, "How long until someone attended to you?", { targetMs: 120_000n }),
      question("target", T.LIKERT, "Someone attended to me within the target time.", { scalePoints: 5, ...ways }),
      question("loop", T.YES_NO, "The hearing loop or relay call worked and staff knew how to use it.", {
        ...ways,
        evidence: EvidenceKind.PHOTO,
      }),
      question("ahead", T.INTEGER, "How many people were ahead of you?"),
      question("paid", T.DECIMAL, "What did you pay, in pounds?"),
      question("why", T.ONE_CHOICE, "What did you come for?", { choiceList: "purpose", ...ways }),
      question("offered", T.MANY_CHOICES, "What were you offered?", { choiceList: "purpose" }),
      question("branch", T.ONE_CHOICE, "Which branch was named?", { choiceList: "branches" }),
      question("clean_door", T.LIKERT, "Entrance and windows", {
        scalePoints: 5,
        group: 1,
        notApplicableAllowed: true,
      }),
      question("clean_floor", T.LIKERT, "Floors", { scalePoints: 5, group: 1, notApplicableAllowed: true }),
      question("price", T.YES_NO, "The product showed its selling price.", { group: 2, ...ways }),
      question("people", T.COUNTER, "How many assistants did you see?"),
      question("order", T.RANK, "What mattered most to you?", { choiceList: "purpose" }),
      question("noise", T.RANGE, "How loud was it?", { parameters: [] }),
    ],
  },
  {
    id: "outcome",
    title: words("Outcome"),
    questions: [
      question("nps", T.NPS, "How likely are you to recommend us?"),
      question("code", T.BARCODE, "The number under the bars"),
      question("till", T.IMAGE, "A photo of the till"),
      question("said", T.TEXT, "What did they say?"),
      question("sum", T.CALCULATE, "Minutes in all"),
    ],
  },
];

const checklist: Checklist = create(ChecklistSchema, {
  format: 2,
  id: "gallery",
  version: "1",
  title: words("Service in a store"),
  languages: ["en", "cy"],
  sections,
  choiceLists: [
    {
      name: "purpose",
      choices: ["Asking for advice", "Buying something", "Making a complaint", "Bringing something back"].map(
        (label, i) => ({
          name: `p${i}`,
          label: words(label),
        }),
      ),
    },
    {
      name: "branches",
      choices: Array.from({ length: 120 }, (_, i) => ({ name: `b${i}`, label: words(`Branch ${i + 1}`) })),
    },
  ],
  groups: [
    create(GroupSchema, {
      id: "clean",
      label: words("How clean was each of these?"),
      hint: words("1 is dirty, 5 is spotless."),
      matrix: true,
    }),
    create(GroupSchema, { id: "product", label: words("Product"), repeat: true }),
  ],
});

const answers: Record<string, Answer> = {
  read: chosen(["yes"]),
  wait: answered({ case: "durationMs", value: 174_000n }),
  target: counted(3),
  loop: chosen(["no"]),
  ahead: counted(-2),
  offered: chosen(["p0", "p2"]),
  clean_door: counted(4),
  clean_floor: notApplicable("It was wet."),
  people: counted(3),
  order: chosen(["p1", "p0", "p3", "p2"]),
  nps: counted(8),
  said: written("Sign on the counter. Said it had been off since July."),
};

const wrong: Record<string, { validity: FieldValidity; message: string }> = {
  ahead: { validity: FieldValidity.INVALID, message: "Enter 0 or more. −2 is kept until you change it." },
  why: { validity: FieldValidity.MISSING, message: "" },
  code: { validity: FieldValidity.MISSING, message: "" },
};

const product = 7n;

function fieldOf(asked: Question, section: number, answer: Answer | undefined): FieldState {
  const returned = asked.id === "loop" ? "Did you ask for it by name? Add what they said." : "";
  const hint = {
    loop: "Ask for it by name. Do not claim a condition you do not have.",
    wait: "Start when you join the queue.",
  };
  return create(FieldStateSchema, {
    field: { question: asked.id, instances: asked.group === 2 ? [product] : [] },
    section,
    relevant: true,
    required: asked.id === "why",
    validity: FieldValidity.VALID,
    label: asked.label?.translations[0]?.text ?? "",
    labelLanguage: "en",
    hint: Object.entries(hint).find(([id]) => id === asked.id)?.[1] ?? "",
    evidence: asked.evidence !== EvidenceKind.NONE && answer?.state.case === "value",
    note: asked.id === "loop" ? "Assistant pressed the switch twice, no light." : "",
    comment: returned,
    calculated: asked.type === T.CALCULATE ? "23" : "",
    ...(answer === undefined ? {} : { answer }),
    heads:
      asked.id === "came"
        ? [
            { op: new Uint8Array([1]), shown: "Thu 17 Sep", mine: true, when: { utcMs: 1789650000000n } },
            { op: new Uint8Array([2]), shown: "Wed 16 Sep", mine: false, when: { utcMs: 1789646400000n } },
          ]
        : [],
    ...wrong[asked.id],
  });
}

export function openedAudit(audit: Uint8Array, language: string): OpenAuditReply {
  const visit = visits.find((each) => hexOf(each.audit) === hexOf(audit));
  return create(OpenAuditReplySchema, {
    ...(visit === undefined ? {} : { visit }),
    checklist: toBinary(ChecklistSchema, checklist),
    language,
    fields: sections.flatMap((section, i) => section.questions.map((asked) => fieldOf(asked, i, answers[asked.id]))),
    sections: [
      { section: 0, relevant: true, asked: 5, answered: 5 },
      { section: 1, relevant: true, asked: 14, answered: 10, toLookAt: 2 },
      { section: 2, relevant: true, asked: 4, answered: 2, toLookAt: 1 },
    ],
    repeats: [{ repeat: "product", instances: [product], label: "Product" }],
    returned: "Two answers are not clear yet.",
    returnDueUtcMs: BigInt(Date.now() + 86_400_000),
    score: { scored: true, percent: "87.5", provisional: true },
  });
}

export function repeated(request: AnswerRequest): AuditChanges {
  const fields = request.answers.flatMap(({ field, answer }) => {
    const found = sections.flatMap((section, i) => section.questions.map((asked) => ({ asked, i })));
    const match = found.find(({ asked }) => asked.id === field?.question);
    if (match === undefined || field === undefined) return [];
    answers[fieldName(field)] = answer ?? written("");
    return [
      create(FieldStateSchema, {
        ...fieldOf(match.asked, match.i, answer),
        validity: FieldValidity.VALID,
        message: "",
      }),
    ];
  });
  const now = openedAudit(request.audit, "en");
  return create(AuditChangesSchema, {
    fields,
    sections: now.sections,
    repeats: now.repeats,
    ...(now.visit === undefined ? {} : { visit: now.visit }),
    savedUtcMs: BigInt(Date.now()),
  });
}
