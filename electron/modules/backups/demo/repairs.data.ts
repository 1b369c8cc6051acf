/** A code of the demo: its English name, and its names in the other languages. */
interface DemoCode {
  readonly code: string
  readonly name: string
  readonly names: { readonly [language in 'nb' | 'fi' | 'lv' | 'et' | 'de']: string }
}
interface DemoArea extends DemoCode {
  readonly codes: readonly DemoCode[]
}

/** Codes of repairs of bicycles: what customers observe, and what is found. */
export const symptoms: readonly DemoArea[] = [
  {
    code: 'DRIVE',
    name: 'Drive train',
    names: { nb: 'Drivverk', fi: 'Voimansiirto', lv: 'Piedziņa', et: 'Jõuülekanne', de: 'Antrieb' },
    codes: [
      {
        code: 'SLIPS',
        name: 'Chain slips',
        names: {
          nb: 'Kjedet hopper',
          fi: 'Ketju luistaa',
          lv: 'Ķēde izslīd',
          et: 'Kett libiseb',
          de: 'Kette rutscht',
        },
      },
      {
        code: 'NOISE',
        name: 'Grinding noise',
        names: {
          nb: 'Skurrende lyd',
          fi: 'Hankaava ääni',
          lv: 'Grabošs troksnis',
          et: 'Krigisev müra',
          de: 'Mahlendes Geräusch',
        },
      },
      {
        code: 'SHIFT',
        name: 'Does not shift',
        names: {
          nb: 'Girer ikke',
          fi: 'Ei vaihda',
          lv: 'Nepārslēdz ātrumu',
          et: 'Ei vaheta käiku',
          de: 'Schaltet nicht',
        },
      },
    ],
  },
  {
    code: 'BRAKE',
    name: 'Brakes',
    names: { nb: 'Bremser', fi: 'Jarrut', lv: 'Bremzes', et: 'Pidurid', de: 'Bremsen' },
    codes: [
      {
        code: 'WEAK',
        name: 'Brakes weakly',
        names: {
          nb: 'Bremser dårlig',
          fi: 'Jarruttaa heikosti',
          lv: 'Vāji bremzē',
          et: 'Pidurdab nõrgalt',
          de: 'Bremst schwach',
        },
      },
      {
        code: 'RUBS',
        name: 'Brake rubs',
        names: {
          nb: 'Bremsen subber',
          fi: 'Jarru laahaa',
          lv: 'Bremze berzē',
          et: 'Pidur hõõrub',
          de: 'Bremse schleift',
        },
      },
    ],
  },
  {
    code: 'WHEEL',
    name: 'Wheels',
    names: { nb: 'Hjul', fi: 'Pyörät', lv: 'Riteņi', et: 'Rattad', de: 'Laufräder' },
    codes: [
      {
        code: 'FLAT',
        name: 'Flat tire',
        names: {
          nb: 'Punktering',
          fi: 'Rengas tyhjä',
          lv: 'Tukša riepa',
          et: 'Tühi rehv',
          de: 'Platter Reifen',
        },
      },
      {
        code: 'WOBBLE',
        name: 'Wheel wobbles',
        names: {
          nb: 'Hjulet slingrer',
          fi: 'Pyörä vaappuu',
          lv: 'Ritenis met astotnieku',
          et: 'Ratas viskab',
          de: 'Rad eiert',
        },
      },
      {
        code: 'SPOKE',
        name: 'Broken spoke',
        names: {
          nb: 'Eikebrudd',
          fi: 'Pinna poikki',
          lv: 'Salauzts spieķis',
          et: 'Kodar katki',
          de: 'Speiche gebrochen',
        },
      },
    ],
  },
  {
    code: 'FRAME',
    name: 'Frame and fork',
    names: {
      nb: 'Ramme og gaffel',
      fi: 'Runko ja haarukka',
      lv: 'Rāmis un dakša',
      et: 'Raam ja kahvel',
      de: 'Rahmen und Gabel',
    },
    codes: [
      {
        code: 'PLAY',
        name: 'Play in the headset',
        names: {
          nb: 'Slark i styrelageret',
          fi: 'Ohjainlaakeri väljä',
          lv: 'Brīvgājiens stūres gultnī',
          et: 'Lõtk juhtlaagris',
          de: 'Spiel im Steuersatz',
        },
      },
      {
        code: 'CRACK',
        name: 'Crack',
        names: { nb: 'Sprekk', fi: 'Halkeama', lv: 'Plaisa', et: 'Pragu', de: 'Riss' },
      },
    ],
  },
]
export const diagnoses: readonly DemoArea[] = [
  {
    code: 'ADJUST',
    name: 'Out of adjustment',
    names: {
      nb: 'Feil justert',
      fi: 'Säätö pielessä',
      lv: 'Nepareizi noregulēts',
      et: 'Reguleerimata',
      de: 'Verstellt',
    },
    codes: [
      {
        code: 'CABLE',
        name: 'Cable stretched',
        names: {
          nb: 'Vaier strukket',
          fi: 'Vaijeri venynyt',
          lv: 'Izstiepta trose',
          et: 'Tross veninud',
          de: 'Zug gelängt',
        },
      },
      {
        code: 'ALIGN',
        name: 'Out of line',
        names: {
          nb: 'Ute av stilling',
          fi: 'Vinossa',
          lv: 'Nav taisni',
          et: 'Viltu',
          de: 'Nicht ausgerichtet',
        },
      },
    ],
  },
  {
    code: 'WORN',
    name: 'Worn part',
    names: {
      nb: 'Slitt del',
      fi: 'Kulunut osa',
      lv: 'Nolietota daļa',
      et: 'Kulunud osa',
      de: 'Verschlissenes Teil',
    },
    codes: [
      {
        code: 'CHAIN',
        name: 'Chain worn',
        names: {
          nb: 'Kjede slitt',
          fi: 'Ketju kulunut',
          lv: 'Nolietota ķēde',
          et: 'Kett kulunud',
          de: 'Kette verschlissen',
        },
      },
      {
        code: 'PADS',
        name: 'Brake pads worn',
        names: {
          nb: 'Bremseklosser slitt',
          fi: 'Jarrupalat kuluneet',
          lv: 'Nolietoti bremžu kluči',
          et: 'Piduriklotsid kulunud',
          de: 'Bremsbeläge verschlissen',
        },
      },
      {
        code: 'BEARING',
        name: 'Bearing worn',
        names: {
          nb: 'Lager slitt',
          fi: 'Laakeri kulunut',
          lv: 'Nolietots gultnis',
          et: 'Laager kulunud',
          de: 'Lager verschlissen',
        },
      },
    ],
  },
  {
    code: 'BROKEN',
    name: 'Broken part',
    names: {
      nb: 'Ødelagt del',
      fi: 'Rikkoutunut osa',
      lv: 'Bojāta daļa',
      et: 'Katkine osa',
      de: 'Defektes Teil',
    },
    codes: [
      {
        code: 'TUBE',
        name: 'Tube pierced',
        names: {
          nb: 'Slange punktert',
          fi: 'Sisärengas puhki',
          lv: 'Caurdurta kamera',
          et: 'Sisekumm katki',
          de: 'Schlauch durchstochen',
        },
      },
      {
        code: 'RIM',
        name: 'Rim bent',
        names: {
          nb: 'Felg bøyd',
          fi: 'Vanne vääntynyt',
          lv: 'Saliekts loks',
          et: 'Velg kõver',
          de: 'Felge verbogen',
        },
      },
      {
        code: 'FRAME',
        name: 'Frame cracked',
        names: {
          nb: 'Ramme sprukket',
          fi: 'Runko halki',
          lv: 'Rāmis saplaisājis',
          et: 'Raam pragunenud',
          de: 'Rahmen gerissen',
        },
      },
    ],
  },
]
export const conditions: readonly DemoCode[] = [
  {
    code: 'ALWAYS',
    name: 'Always',
    names: { nb: 'Alltid', fi: 'Aina', lv: 'Vienmēr', et: 'Alati', de: 'Immer' },
  },
  {
    code: 'UPHILL',
    name: 'Uphill',
    names: { nb: 'I motbakke', fi: 'Ylämäessä', lv: 'Kalnā augšup', et: 'Ülesmäge', de: 'Bergauf' },
  },
  {
    code: 'WET',
    name: 'In wet weather',
    names: { nb: 'I vått vær', fi: 'Märällä säällä', lv: 'Mitrā laikā', et: 'Märja ilmaga', de: 'Bei Nässe' },
  },
]

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
