/** What may be chosen where a proposal is open: what it comes to, who argued for it, and where that stands. */
type DecisionChoice = { readonly says: string; readonly by: string; readonly cite: string }

/** What a proposal leaves open. What is usual goes without saying: it is what the proposal is by its name alone. */
export type Decision = {
  readonly asks: string
  readonly design: string
  readonly usual: string
  readonly choices: Readonly<Record<string, DecisionChoice>>
}

const ivanov = 'Mikhail Ivanov, in the fourth version of the series'
const v4 =
  'list message 20251118134639.3314803-1-ivanov.mikhail1@huawei-partners.com, "Support socket access-control", RFC v4 of November 2025'
const wiki = `${v4}; wiki.gnoack.org/LandlockSocketTypeControl`
const canonical =
  'the review of RFC v4, from November 2025 to May 2026: a patch by the maintainer with a canonical form'
const may = 'the review of RFC v4, May 2026: no "any type", and a field of its own for wildcards'
const own = 'specs/designs/socket-create-v4/README.md'

/** What is open in each proposal, and what may be chosen: model, laws, kernel code and the guest's probe have it from here. */
export const decisions = {
  default_protocol: {
    asks: 'What protocol 0 stands for',
    design: 'socket-create-v4',
    usual: 'given',
    choices: {
      given: { says: 'protocol 0 is 0, and nothing else', by: ivanov, cite: v4 },
      mapped: {
        says: 'protocol 0 and the default protocol of a family and type are one: TCP, UDP, SCTP, and the own number of UNIX and vsock',
        by: 'nobody on the list: what socket(2) makes of 0',
        cite: own,
      },
      canonical: {
        says: 'the protocols of UNIX, PACKET and VSOCK are one, and UNIX SOCK_RAW is SOCK_DGRAM; elsewhere 0 is 0',
        by: 'Mickaël Salaün',
        cite: canonical,
      },
    },
  },
  packet_alias: {
    asks: 'What a rule for (AF_INET, SOCK_PACKET) is about',
    design: 'socket-create-v4',
    usual: 'yes',
    choices: {
      yes: {
        says: 'it is kept as one for AF_PACKET, which socket(2) makes of it, too',
        by: ivanov,
        cite: v4,
      },
      no: {
        says: 'nothing: no socket is of that kind when it is judged',
        by: 'nobody on the list',
        cite: own,
      },
    },
  },
  ranges: {
    asks: 'Which numbers a rule may have',
    design: 'socket-create-v4',
    usual: 'posted',
    choices: {
      posted: {
        says: 'family 0 to 254, type 0 to 254, protocol 0 to 65534, whatever the kernel knows',
        by: ivanov,
        cite: v4,
      },
      kernel: {
        says: 'a family below AF_MAX, a type below SOCK_MAX, any protocol that is not negative',
        by: 'the series of 2024, from its second version on',
        cite: 'list message 20240408093927.1759381-1-ivanov.mikhail1@huawei-partners.com and what followed it',
      },
    },
  },
  odd_protocol: {
    asks: 'What becomes of a call with a protocol that no rule can name',
    design: 'socket-create-v4',
    usual: 'denied',
    choices: {
      denied: {
        says: 'it is denied, whatever rules there are',
        by: `${ivanov}, in a comment, which its code does not keep: there such a call is looked up with a key that nobody set`,
        cite: v4,
      },
      by_wildcard: { says: 'a rule for any protocol allows it', by: 'nobody on the list', cite: own },
    },
  },
  rule_number: {
    asks: 'Which number the type of these rules has',
    design: 'socket-create-v4',
    usual: 'four',
    choices: {
      four: {
        says: '4, behind that of the rules by domain and type',
        by: 'nobody on the list: so both can be in one kernel',
        cite: 'specs/designs/README.md: "Rules"',
      },
      three: { says: '3, as the next free one', by: ivanov, cite: v4 },
    },
  },
  any_type: {
    asks: 'Whether a rule can be for any type',
    design: 'socket-create-v4',
    usual: 'yes',
    choices: {
      yes: { says: '-1 as a type stands for any', by: ivanov, cite: wiki },
      no: {
        says: 'a rule is for one type; only the protocol may be any',
        by: 'the review of May 2026',
        cite: may,
      },
    },
  },
} as const satisfies Readonly<Record<string, Decision>>

export type DecisionName = keyof typeof decisions

/** What was chosen, where it is not what is usual. */
export type Choices = {
  readonly [D in DecisionName]?: keyof (typeof decisions)[D]['choices']
}

/** Sets of choices that have a name, since somebody posted them: the design, and what is not usual of it. */
export const namedSets = {
  'thread-2023': {
    design: 'socket-create',
    choices: {},
    says: 'domain and type, as the thread of June 2023 has it',
    cite: 'list message b8a2045a-e7e8-d141-7c01-bf47874c7930@digikod.net; github.com/landlock-lsm/linux/issues/6',
  },
  v4: {
    design: 'socket-create-v4',
    choices: {},
    says: 'family, type and protocol, as posted in November 2025',
    cite: v4,
  },
  'v4-canonical': {
    design: 'socket-create-v4',
    choices: { default_protocol: 'canonical' },
    says: 'the same with the canonical form of the review',
    cite: canonical,
  },
  'may-2026': {
    design: 'socket-create-v4',
    choices: { default_protocol: 'canonical', any_type: 'no' },
    says: 'the canonical form without any type, as the review of May 2026 has it',
    cite: may,
  },
} as const satisfies Readonly<
  Record<string, { design: string; choices: Choices; says: string; cite: string }>
>

/** What a choice does not go together with, and why. */
export const exclusions: readonly {
  readonly choices: Choices
  readonly designs: readonly string[]
  readonly why: string
}[] = [
  {
    choices: { rule_number: 'three' },
    designs: ['socket-create', 'socket-protocol', 'socket-fd'],
    why: 'their rules by domain and type have that number',
  },
]
