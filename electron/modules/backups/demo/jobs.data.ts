/** A piece of work that the demo company is asked for. */
export interface DemoJob {
  readonly text: string
  /** Code of the hours' category. */
  readonly category: 'INSPECT' | 'REPAIR'
  /** Estimated minutes. */
  readonly minutes: number
  /** Item numbers of what it takes. */
  readonly parts: readonly string[]
  readonly note?: string
}

const repair = (text: string, minutes: number, ...parts: string[]): DemoJob => ({
  ...{ category: 'REPAIR', text, minutes, parts },
})
const inspect = (text: string, minutes: number, ...parts: string[]): DemoJob => ({
  ...{ category: 'INSPECT', text, minutes, parts },
})

export const demoJobs: readonly DemoJob[] = [
  repair('Chain skips under load, chain and cassette worn', 60, 'CH-0234', 'RW-M423'),
  repair('Rear gear does not reach the smallest sprocket', 45, 'RD-2308'),
  repair('Front gear rubs on the chain in high gear', 30, 'FD-2342'),
  repair('Rear brake squeals and fades on the way down', 50, 'RB-9231'),
  repair('Front brake pulls to one side', 45, 'FB-9873'),
  repair('Flat rear tire twice in a week', 30, 'TT-M928', 'TI-M602'),
  repair('Road tire cut by glass, inner tube gone', 30, 'TT-R982', 'TI-R628'),
  repair('Touring tires worn down to the casing', 40, 'TT-T092', 'TI-T723'),
  repair('Bottom bracket creaks under load', 75, 'BB-8107'),
  repair('Bottom bracket has play, crank arm loose', 90, 'BB-7421', 'CS-4759'),
  repair('Crank arm bent after a fall', 60, 'CS-6583'),
  repair('Left pedal turns hard, bearing rough', 30, 'PD-M340'),
  repair('Road pedals do not release', 30, 'PD-R563'),
  repair('Saddle rails cracked', 25, 'SE-M798'),
  repair('Touring saddle torn, customer wants a wider one', 25, 'SE-T762'),
  repair('Handlebar bent after transport', 60, 'HB-M763'),
  repair('Headset notchy when steering straight on', 70, 'HS-2451'),
  repair('Front wheel out of true, three spokes broken', 60, 'FW-M762'),
  repair('Rear hub slips, freewheel does not engage', 60, 'RW-M762'),
  repair('Road rear wheel buckled after a pothole', 55, 'RW-R623'),
  repair('Fork does not spring back', 90, 'FK-5136'),
  repair('Mudguard rattles, both stays loose', 20, 'FE-6654'),
  repair('Headlight flickers on rough roads', 30, 'LT-H902'),
  inspect('Yearly inspection of the rental fleet', 180, 'CH-0234', 'TT-T092'),
  inspect('Inspection before the season, ten bicycles', 240, 'CL-9009'),
  inspect('Safety check after a collision', 60),
  inspect('First inspection after 300 km', 45),
  inspect('Estimate for the insurance company', 40),
]

/** What technicians write when they look. */
export const internalNotes: readonly string[] = [
  'Customer says it started after the last wash.',
  'Check the frame for cracks near the bottom bracket.',
  'Loan bicycle handed out, to be collected.',
  'Work on the ramp at the back, ring at the gate.',
  'Last repaired in spring for the same fault.',
  'Photos sent by mail, serial number matches.',
]
export const externalNotes: readonly string[] = [
  'Please bring both keys.',
  'We call an hour before we come.',
  'The bicycle can be collected on the day after the work is done.',
]
export const cancelReasons: readonly string[] = [
  'The customer has found the fault.',
  'The bicycle was sold.',
  'Entered twice.',
  'No one answers, three calls.',
]
export const accessNotes: readonly string[] = [
  'Gate code at the reception.',
  'Deliveries through the yard, height 2.4 m.',
  'Opens at 10.',
]
