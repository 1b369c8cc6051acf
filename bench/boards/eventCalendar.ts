import { createCalendar, ResourceTimeline, type Calendar } from '@event-calendar/core'
import '@event-calendar/core/index.css'
import type { Subject } from './subject'

const dayMs = 86_400_000

/** @event-calendar's timeline of resources, all days in its own scroller. */
export function eventCalendar(): Subject {
  let calendar: Calendar | undefined
  return {
    bars: '.ec-event',
    mount(host, plan) {
      host.style.overflow = 'hidden'
      calendar = createCalendar(host, [ResourceTimeline], {
        ...{
          view: 'resourceTimelineWeek',
          height: '100%',
          headerToolbar: { start: '', center: '', end: '' },
        },
        ...{ date: new Date(plan.from + dayMs / 2), duration: { days: 14 }, slotWidth: 6 },
        ...{ slotDuration: '01:00' },
        resources: plan.workers.map(({ key, name }) => ({ id: key, title: name })),
        events: plan.workers.flatMap(({ bars, key }) =>
          bars.map(({ end, id, label, start }) => ({
            ...{ id, resourceIds: [key], title: label },
            ...{ start: new Date(start), end: new Date(end) },
          })),
        ),
      })
    },
    scroll: (dx, dy) => document.querySelector('.ec-main')?.scrollBy(dx, dy),
    zoom: (step) => void calendar?.setOption('slotWidth', [44, 6, 112, 6][step % 4]),
  }
}
