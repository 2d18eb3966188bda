#!/usr/bin/env -S node --max-semi-space-size=64
import { register } from 'tsx/esm/api'

register()
await import('./main.ts')
