/** Codes of repairs of bicycles: what customers observe, and what is found. */
export const symptoms = [
  {
    code: 'DRIVE',
    name: 'Drive train',
    codes: [
      ['SLIPS', 'Chain slips'],
      ['NOISE', 'Grinding noise'],
      ['SHIFT', 'Does not shift'],
    ],
  },
  {
    code: 'BRAKE',
    name: 'Brakes',
    codes: [
      ['WEAK', 'Brakes weakly'],
      ['RUBS', 'Brake rubs'],
    ],
  },
  {
    code: 'WHEEL',
    name: 'Wheels',
    codes: [
      ['FLAT', 'Flat tire'],
      ['WOBBLE', 'Wheel wobbles'],
      ['SPOKE', 'Broken spoke'],
    ],
  },
  {
    code: 'FRAME',
    name: 'Frame and fork',
    codes: [
      ['PLAY', 'Play in the headset'],
      ['CRACK', 'Crack'],
    ],
  },
] as const
export const diagnoses = [
  {
    code: 'ADJUST',
    name: 'Out of adjustment',
    codes: [
      ['CABLE', 'Cable stretched'],
      ['ALIGN', 'Out of line'],
    ],
  },
  {
    code: 'WORN',
    name: 'Worn part',
    codes: [
      ['CHAIN', 'Chain worn'],
      ['PADS', 'Brake pads worn'],
      ['BEARING', 'Bearing worn'],
    ],
  },
  {
    code: 'BROKEN',
    name: 'Broken part',
    codes: [
      ['TUBE', 'Tube pierced'],
      ['RIM', 'Rim bent'],
      ['FRAME', 'Frame cracked'],
    ],
  },
] as const
export const conditions = [
  ['ALWAYS', 'Always'],
  ['UPHILL', 'Uphill'],
  ['WET', 'In wet weather'],
] as const

/** A repair as it goes: symptom, diagnosis and how it ends; those without an end are still in the workshop. */
export const repairCases = [
  {
    title: 'Chain slips on steep hills',
    symptom: 'DRIVE SLIPS',
    diagnosis: 'WORN CHAIN',
    ends: 'FIXED',
    replaces: '3',
  },
  {
    title: 'Rear brake hardly holds',
    symptom: 'BRAKE WEAK',
    diagnosis: 'WORN PADS',
    ends: 'FIXED',
    replaces: '7',
  },
  {
    title: 'Flat again after a week',
    symptom: 'WHEEL FLAT',
    diagnosis: 'BROKEN TUBE',
    ends: 'FIXED',
    replaces: '1.2',
  },
  { title: 'Front wheel wobbles', symptom: 'WHEEL WOBBLE', diagnosis: 'BROKEN RIM' },
  {
    title: 'Clicks when pedalling',
    symptom: 'DRIVE NOISE',
    diagnosis: 'WORN BEARING',
    ends: 'FIXED',
    replaces: '8',
  },
  { title: 'Gears do not change down', symptom: 'DRIVE SHIFT', diagnosis: 'ADJUST CABLE', ends: 'FIXED' },
  { title: 'Brake rubs', symptom: 'BRAKE RUBS', diagnosis: 'ADJUST ALIGN', ends: 'NO_FAULT' },
  { title: 'Crack below the saddle', symptom: 'FRAME CRACK', diagnosis: 'BROKEN FRAME', ends: 'END_OF_LIFE' },
  { title: 'Handlebars have play', symptom: 'FRAME PLAY', diagnosis: 'ADJUST ALIGN' },
] as const
