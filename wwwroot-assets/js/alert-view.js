// How the alert looks: one card, the same over the page, in a window that stays on top, and at /hover.

export function fill(form, value) {
    return form.replace('{0}', value);
}

export function ageOf(milliseconds) {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, String(seconds % 60).padStart(2, '0')];
    return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

function moneyOf(amount, currency, lang) {
    const digits = Number.isInteger(amount) ? 0 : 2;
    const parts = new Intl.NumberFormat(lang, {
        style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).formatToParts(amount);
    // As on the pages: the sign comes last in every language.
    const isNumber = ({ type }) => type !== 'currency' && type !== 'literal';
    return `${parts.filter(isNumber).map(part => part.value).join('')}\u00A0${parts.find(part => part.type === 'currency').value}`;
}

export class AlertCard {
    #parts = {};
    #words;
    #lang;

    constructor(root, words, lang, acts) {
        this.#words = words;
        this.#lang = lang;
        this.root = root.ownerDocument.importNode(document.getElementById('md-alert-card').content, true).firstElementChild;
        root.append(this.root);
        for (const part of this.root.querySelectorAll('[data-part]')) {
            this.#parts[part.dataset.part] = part;
        }
        for (const [name, act] of Object.entries(acts)) {
            this.#parts[name]?.addEventListener('click', act);
        }
        for (const button of ['ack', 'accept', 'open', 'detach']) {
            if (!acts[button]) {
                this.#parts[button].remove();
            }
        }
    }

    // Only what changed is written: a screen reader and a test both notice more than the eye.
    #write(part, text) {
        if (this.#parts[part].textContent !== text) {
            this.#parts[part].textContent = text;
        }
    }

    show({ count, oldest, now, isRinging, lostAt, note }) {
        this.root.dataset.ringing = String(isRinging);
        this.root.dataset.empty = String(count === 0);
        this.#write('count', count === 0 ? this.#words.none : fill(this.#words.waiting, count));
        this.#write('age', oldest ? ageOf(now - Date.parse(oldest.receivedAt)) : '');
        this.#write('name', oldest ? oldest.name || fill(this.#words.number, oldest.number) : '');
        this.#write('sum', oldest ? moneyOf(oldest.total, oldest.currency, this.#lang) : '');
        this.#write('lost', lostAt ? fill(this.#words.lost, lostAt) : '');
        this.#write('note', note ?? '');
        if (this.#parts.ack) {
            this.#parts.ack.hidden = !isRinging;
        }
        for (const button of ['accept', 'open']) {
            if (this.#parts[button]) {
                this.#parts[button].hidden = !oldest;
            }
        }
    }
}
