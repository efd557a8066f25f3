// Counts the seconds that people see, so that no server has to draw them:
//   [data-since=ms]               3:10; with data-steps (seconds) data-step says in which step it is
//   [data-until=ms][data-words]   in 45 min / 5 min late; data-late turns "true" by itself
//   [data-clock=date|time]        the restaurant's clock, in data-zone and data-lang
// Only the data of the text node that is already there changes: Blazor keeps its nodes and never notices.

const serverAhead = measureServerClock();
const formats = new Map();

// The page says when the server drew it. A terminal whose clock is wrong must not make an order look older than it is.
function measureServerClock() {
    const drawn = Number(document.documentElement.dataset.now);
    const [navigation] = performance.getEntriesByType('navigation');
    if (!drawn || !navigation || navigation.type === 'back_forward') {
        return 0;
    }

    const ahead = drawn - (performance.timeOrigin + navigation.responseStart);
    return Math.abs(ahead) < 2000 ? 0 : ahead;
}

function write(element, text) {
    const node = element.firstChild;
    if (node && node.nodeType === Node.TEXT_NODE && node.data !== text) {
        node.data = text;
    }
}

function two(number) {
    return String(number).padStart(2, '0');
}

function age(milliseconds) {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function until(minutes, words) {
    const [now, ahead, late, m, h, hm] = words;
    if (minutes === 0) {
        return now;
    }

    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    const span = (hours === 0 ? m : rest === 0 ? h : hm).replace('{0}', hours === 0 ? rest : hours).replace('{1}', rest);
    return (minutes > 0 ? ahead : late).replace('{0}', span);
}

function clock(now, part, zone, lang) {
    const key = `${part} ${zone} ${lang}`;
    if (!formats.has(key)) {
        // English as the server writes it: the day before the month.
        const locale = lang === 'en' ? 'en-GB' : lang;
        formats.set(key, part === 'time'
            ? new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
            : new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'long' }));
    }

    const format = formats.get(key);
    if (part === 'time') {
        return format.format(now);
    }

    const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
    return `${parts.weekday}, ${parts.day} ${parts.month}`;
}

function tick() {
    const now = Date.now() + serverAhead;
    for (const element of document.querySelectorAll('[data-since]')) {
        const lasted = now - Number(element.dataset.since);
        write(element, age(lasted));
        const step = element.dataset.steps?.split(' ').filter(seconds => lasted >= seconds * 1000).length.toString();
        if (element.dataset.step !== step) {
            element.dataset.step = step;
        }
    }

    for (const element of document.querySelectorAll('[data-until]')) {
        const minutes = Math.ceil((Number(element.dataset.until) - now) / 60000);
        write(element, until(minutes === 0 ? 0 : minutes, element.dataset.words.split('|')));
        const late = String(minutes < 0);
        if (element.dataset.late !== late) {
            element.dataset.late = late;
        }
    }

    for (const element of document.querySelectorAll('[data-clock]')) {
        write(element, clock(now, element.dataset.clock, element.dataset.zone, element.dataset.lang));
    }
}

setInterval(tick, 1000);
document.addEventListener('visibilitychange', () => document.hidden || tick());
