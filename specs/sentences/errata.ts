import { by, explains, promises, type SentenceDocument, whole } from './account.js'

/** What was mended, which the guide for programs takes in. */
export const errata: readonly SentenceDocument[] = [
  {
    package: 'linux-source',
    path: 'security/landlock/errata/abi-1.h',
    sections: {
      'erratum_3: Erratum 3: Disconnected directory handling': whole('files', 5, 'c50e79de'),
      'erratum_4: Erratum 4: Creation of whiteout objects': whole('files', 5, '77d13a26'),
    },
  },
  {
    package: 'linux-source',
    path: 'security/landlock/errata/abi-4.h',
    sections: {
      'erratum_1: Erratum 1: TCP socket identification': {
        '3ba74fce This fix addresses': by('other-streams-are-not-tcp'),
        'dc18b850 This change ensures': by('other-streams-are-not-tcp'),
        'c3cf5a04 In kernels without': by('other-streams-are-not-tcp'),
      },
    },
  },
  {
    package: 'linux-source',
    path: 'security/landlock/errata/abi-6.h',
    sections: {
      'erratum_2: Erratum 2: Scoped signal handling': {
        '55fe07a5 This fix addresses': explains,
        '7aa597c5 Because threads are': explains,
        '116dbfcd Consistent with ptrace(2)': by(promises),
        '1040bd18 This change ensures': by(promises),
        '6591d04f This problem only': explains,
        'b429a4b0 Programs which enforce': explains,
        '8babdc54 Without this fix,': explains,
      },
    },
  },
]
