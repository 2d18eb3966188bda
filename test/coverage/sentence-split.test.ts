import t from 'tap'
import { kernelDocParagraphs } from '../../generator/coverage/sentences/kernel-doc.js'
import type { Paragraph } from '../../generator/coverage/sentences/paragraph.js'
import { roffParagraphs } from '../../generator/coverage/sentences/roff.js'
import { rstParagraphs } from '../../generator/coverage/sentences/rst.js'
import { sentencesOf } from '../../generator/coverage/sentences/sentence.js'

const said = (paragraphs: readonly Paragraph[]): readonly string[] =>
  sentencesOf(paragraphs).map(({ section, text }) => `${section}: ${text}`)

t.test('sentences of reStructuredText are told by their section, without code, links and markup', async t => {
  const text = `.. SPDX-License-Identifier: MIT

=====
Ports
=====

:Author: Somebody

A port (e.g. \`\`80\`\`, cf. :manpage:\`ip(7)\`) is
a number.  It has 16 bits.

.. code-block:: c

    int port = 80; /* Not a sentence. */

.. _label:

Kinds
-----

* UDP ports, TCP ports, etc. (there are more).
* What is shown::

    port 80. Not a sentence.

:manpage:\`bind(2)\` takes one.

.. note:: A port is
   no host.

Term
    What it means.
`
  t.same(said(rstParagraphs(text, 'top')), [
    'Ports: A port (e.g. 80, cf. ip(7)) is a number.',
    'Ports: It has 16 bits.',
    'Kinds: UDP ports, TCP ports, etc. (there are more).',
    'Kinds: What is shown::',
    'Kinds: bind(2) takes one.',
    'Kinds: A port is no host.',
    'Kinds: Term What it means.',
  ])
})

t.test('of a C file its kernel-doc is read, by what it is about', async t => {
  const source = `/* An ordinary comment. */
/**
 * struct port - Port definition
 *
 * Argument of a call. See %PORT_MAX.
 */
struct port {
	/**
	 * @number: In host order.
	 */
	int number;
};
/**
 * DOC: flags
 *
 * Flags of ports
 * ~~~~~~~~~~~~~~
 *
 * - %PORT_OPEN: It is open;
 * - %PORT_SHUT: It is shut.
 */
`
  t.same(said(kernelDocParagraphs(source)), [
    'struct port: Argument of a call.',
    'struct port: See PORT_MAX.',
    'struct port: @number: In host order.',
    'flags: Flags of ports: PORT_OPEN: It is open;',
    'flags: Flags of ports: PORT_SHUT: It is shut.',
  ])
})

t.test('of a man page its words are read, in whichever font', async t => {
  const page = `.TH ports 7
.SH SYNOPSIS
.nf
.B int port(int);
.SH DESCRIPTION
A port (e.g.,
.BR bind (2),
etc.)
is a number.
.P
.EX
port(80);
.EE
.TP
.B EINVAL
.I port
is \\-1.
`
  t.same(said(roffParagraphs(page)), [
    'DESCRIPTION: A port (e.g., bind(2), etc.) is a number.',
    'DESCRIPTION: EINVAL port is -1.',
  ])
})

t.test('a sentence is known by its words, however they are set', async t => {
  const [one, other, third] = [
    'A ``port`` is\na number.',
    'A *port* is a number.',
    'A port is no number.',
  ].map(text => sentencesOf(rstParagraphs(text, ''))[0])
  t.equal(one?.hash, other?.hash)
  t.not(one?.hash, third?.hash)
})
