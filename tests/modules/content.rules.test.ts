import { expect, it } from 'vitest'
import { kindOf, lastPart } from '../../electron/modules/attachments/content.rules'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)

const zip = Buffer.from('PK\u0003\u0004')
const exe = Buffer.from('MZ\u0090\u0000\u0003')
it.each([
  ['photo.PNG', png, 'image', 'image/png'],
  ['photo.jpg', png, 'other', 'application/octet-stream'],
  ['offer.pdf', Buffer.from('%PDF-1.7'), 'pdf', 'application/pdf'],
  ['log.txt', Buffer.from('Grüße\r\n'), 'text', 'text/plain'],
  ['log.txt', Buffer.from([65, 0, 66]), 'other', 'application/octet-stream'],
  ['MZ.txt', Buffer.from('MZ is how it begins'), 'text', 'text/plain'],
  ['setup.exe', Buffer.from('anything'), 'program', 'application/octet-stream'],
  ['setup.exe.', Buffer.from('anything'), 'program', 'application/octet-stream'],
  ['photo.png', exe, 'program', 'application/octet-stream'],
  ['run', Buffer.from('#!/bin/sh'), 'program', 'application/octet-stream'],
  [
    'photo.png',
    Buffer.from(' <!DOCTYPE html><script>alert(1)</script>'),
    'program',
    'application/octet-stream',
  ],
  ['drawing.svg', Buffer.from('<svg onload="alert(1)"/>'), 'program', 'application/octet-stream'],
  ['parts.xlsx', zip, 'other', 'application/octet-stream'],
  ['macros.xlsm', zip, 'program', 'application/octet-stream'],
  ['empty.txt', Buffer.alloc(0), 'text', 'text/plain'],
] as const)('issue 4 §5: %s is known by name and first bytes', (name, bytes, kind, type) => {
  expect(kindOf(name, bytes)).toEqual({ kind, type })
})

it('issue 4 §5: the last part of a path is the name, of whichever system', () => {
  expect(lastPart('a/b\\c.pdf')).toBe('c.pdf')
  expect(lastPart('.gitignore')).toBe('.gitignore')
  expect([lastPart('a/..'), lastPart('a/'), lastPart('x'.repeat(256))]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
