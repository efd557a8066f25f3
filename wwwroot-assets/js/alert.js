// The alert: rings for waiting orders until a person says that they hear, outside of the page's circuit. It has its own line to
// the server (alert-worker.js), decides by itself when an order rings, and goes on with what it knows while the server is away.

import { showBadge, startBadge } from './alert-badge.js';
import { detach } from './alert-detach.js';
import { stand } from './alert-leader.js';
import { AlertSound } from './alert-sound.js';
import { keepUnsaid, readUnsaid } from './alert-unsaid.js';
import { AlertCard, fill } from './alert-view.js';
import { keepScreenOn } from './wake-lock.js';

const testRing = 3000;
const louderGain = 2;
const patience = 10000;

function start(box) {
    const words = JSON.parse(box.dataset.words);
    const lang = box.dataset.lang;
    const isHover = box.dataset.mode === 'hover';
    // Nobody is signed in: it rings, and who hears it must say first who they are.
    const isLocked = box.dataset.mode === 'lock';
    const part = name => box.querySelector(`[data-part=${name}]`);
    const channel = new BroadcastChannel('md-alert');
    const worker = new Worker('js/alert-worker.js');
    const sound = new AlertSound('sound');
    const silenced = new Map();
    const told = new Set();
    const unsaid = readUnsaid();
    const cards = [];

    let isLeading = false;
    let picture = null;
    let ahead = 0;
    let lostSince = null;
    let leaderSound = null;
    let beaten = '';
    let note = { text: '', until: 0 };
    let tested = null;
    let trial = 0;
    let saidCount = 0;
    let isSignedOut = false;
    let isSaying = false;
    let page = String(Math.random());

    const now = () => Date.now() + ahead;
    const ringing = () => (picture?.orders ?? []).filter(order => Math.max(Date.parse(order.ringsFrom), silenced.get(order.id) ?? 0) <= now());
    const soundState = () => isLeading ? sound.state : leaderSound ?? 'unknown';

    function tell(address, body) {
        return fetch(address, {
            method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'same-origin', redirect: 'error',
            // A line that went dead without a word would hold the press for minutes.
            signal: AbortSignal.timeout(patience),
        }).then(answer => answer.ok ? answer.json() : Promise.reject(answer.status));
    }

    function remark(text) {
        note = { text, until: Date.now() + 6000 };
        show();
    }

    // Silent at once, here and in the other tabs; the server learns it when it can, and tells the other terminals.
    async function acknowledge() {
        const orders = ringing().map(order => order.id);
        const until = now() + picture.repeatSeconds * 1000;
        silence(orders, until);
        channel.postMessage({ type: 'silence', orders, until });
        orders.forEach(order => unsaid.set(order, until));
        await say();
    }

    async function say() {
        if (isSaying) {
            return;
        }
        isSaying = true;
        while (forgetUnsaid() > 0) {
            const ids = [...unsaid.keys()];
            try {
                await tell('live/acknowledge', { ids });
                ids.forEach(id => unsaid.delete(id));
            } catch {
                await new Promise(resolve => setTimeout(resolve, 3000));
            }
        }
        isSaying = false;
    }

    // As long as a press holds: once the order rings again, a late word of the old one would silence what nobody has reacted to. Nor is it
    // the word of whoever signs in next.
    function forgetUnsaid() {
        const isNobodys = isSignedOut || isLocked;
        [...unsaid].filter(([, until]) => isNobodys || until <= now()).forEach(([id]) => unsaid.delete(id));
        keepUnsaid(unsaid);
        return unsaid.size;
    }

    function silence(orders, until) {
        orders.forEach(order => silenced.set(order, until));
        show();
    }

    async function accept() {
        const order = picture?.oldest;
        if (!order) {
            return;
        }
        try {
            const { refusal } = await tell('live/accept', { order: order.id });
            remark(refusal ? words.refused : words.accepted);
        } catch {
            remark(words.notSent);
        }
    }

    function open() {
        const address = picture?.oldest ? `orders/${picture.oldest.id}` : './';
        if (!isHover) {
            window.focus();
            if (window.Blazor?.navigateTo) {
                Blazor.navigateTo(address);
            } else {
                location.assign(address);
            }
        } else if (window.opener && !window.opener.closed) {
            window.opener.location.assign(address);
            window.opener.focus();
        } else {
            window.open(address);
        }
    }

    function addCard(root, acts) {
        const card = new AlertCard(root, words, lang, acts);
        cards.push(card);
        show();
        return () => cards.splice(cards.indexOf(card), 1);
    }

    // Accepted without anybody's doing: one sound, once. What a page finds when it is opened is no news any more.
    function tellAccepted(accepted) {
        const fresh = accepted.filter(order => !told.has(order.id));
        fresh.forEach(order => told.add(order.id));
        if (isLeading && picture && fresh.length > 0) {
            sound.once(fresh[0].sound.toLowerCase(), fresh[0].volume / 100 * picture.volume / 100);
            box.dataset.told = String(Number(box.dataset.told ?? 0) + 1);
        }
    }

    function onPicture(next) {
        tellAccepted(next.accepted);
        picture = next;
        ahead = Date.parse(next.now) - Date.now();
        lostSince = null;
        isSignedOut = false;
        unsaid.forEach((until, id) => silenced.set(id, until));
        say();
        for (const id of silenced.keys()) {
            if (!next.orders.some(order => order.id === id)) {
                silenced.delete(id);
            }
        }
        if (next.testAt && tested !== next.testAt) {
            tested = next.testAt;
            trial = Date.now() + testRing;
        }
        keepScreenOn(next.keepsScreenOn);
        share();
        show();
    }

    function onLost() {
        if (!lostSince && picture) {
            lostSince = Date.now();
            if (isLeading) {
                sound.once('lost', picture.volume / 100);
            }
        }
        share();
        show();
    }

    function share() {
        if (isLeading) {
            channel.postMessage({ type: 'state', picture, lostSince, sound: sound.state });
        }
    }

    // What is heard, and what is to be reported of it.
    function sing() {
        const orders = ringing();
        const isTrial = Date.now() < trial;
        if (isLeading && (orders.length > 0 || isTrial)) {
            const loudest = Math.max(...orders.map(order => order.volume), isTrial ? 80 : 0);
            const own = picture?.volume ?? 100;
            // Nobody has come for long: past what the source and the terminal were set to. Who has silenced a terminal is not overruled.
            const isLouder = orders.some(order => order.louder) && own > 0;
            box.dataset.louder = String(isLouder);
            sound.loop((orders[0]?.sound ?? 'Chime').toLowerCase(), isLouder ? louderGain : loudest / 100 * own / 100);
        } else {
            box.dataset.louder = 'false';
            sound.stop();
        }
        const isSounding = isLeading && orders.length > 0 && sound.isPlaying;
        const report = { sound: sound.state, visible: document.visibilityState === 'visible', sounding: isSounding ? orders.map(order => order.id) : [], left: false, page };
        return { report, orders };
    }

    function beat(report, isDue) {
        const said = JSON.stringify(report);
        if (isLeading && report.sound !== 'unknown' && (isDue || said !== beaten)) {
            beaten = said;
            worker.postMessage({ type: 'beat', beat: report });
        }
    }

    function show(isBeatDue = false) {
        const { report, orders } = sing();
        const count = picture?.orders.length ?? 0;
        const lostAt = lostSince && new Date(lostSince).toLocaleTimeString('ru', {
            hour: '2-digit', minute: '2-digit', timeZone: document.querySelector('[data-zone]')?.dataset.zone,
        });
        Object.assign(box.dataset, {
            sound: soundState(), context: sound.contextState ?? 'none', leading: String(isLeading), ringing: String(orders.length > 0),
            sounding: String(report.sounding.length > 0), count: String(count),
        });
        document.documentElement.dataset.lost = String(lostSince !== null);
        part('blocked').hidden = soundState() !== 'blocked' || isSignedOut;
        part('test').hidden = isLocked || !picture?.testAt || soundState() === 'blocked';
        const view = {
            count, oldest: picture?.oldest, now: now(), isRinging: orders.length > 0, lostAt, note: Date.now() < note.until ? note.text : '',
        };
        cards.forEach(card => card.show(view));
        box.hidden = false;
        part('card').hidden = !isHover && count === 0 && !lostSince;
        showBadge(count);
        if (count !== saidCount) {
            part('said').textContent = count > saidCount ? fill(words.said, count) : '';
            saidCount = count;
        }
        beat(report, isBeatDue);
    }

    async function unlock() {
        await sound.unlock();
        if (!isLeading && leaderSound === 'blocked') {
            leader.claim();
        }
        share();
        show();
    }

    const leader = stand(on => {
        isLeading = on;
        leaderSound = null;
        beaten = '';
        worker.postMessage({ type: 'lead', on });
        show();
    });

    worker.onmessage = ({ data }) => {
        switch (data.type) {
            case 'tick':
                leader.tick();
                sound.tick();
                if (isLeading && leaderSound !== sound.state) {
                    leaderSound = sound.state;
                    share();
                }
                show(data.beats);
                break;
            case 'picture':
                onPicture(data.picture);
                break;
            case 'lost':
                onLost();
                break;
            case 'signedOut':
                isSignedOut = true;
                forgetUnsaid();
                picture = null;
                share();
                show();
                break;
            case 'unknown':
                // Removed from the list, or without its cookie: only a page gives it a new one.
                fetch('./', { headers: { Accept: 'text/html' } }).catch(() => { });
                break;
        }
    };

    channel.onmessage = ({ data }) => {
        switch (data.type) {
            case 'hello':
                share();
                break;
            case 'state':
                if (!isLeading) {
                    leaderSound = data.sound;
                    lostSince = data.lostSince;
                    if (data.picture) {
                        onPicture(data.picture);
                        lostSince = data.lostSince;
                    }
                    show();
                }
                break;
            case 'silence':
                silence(data.orders, data.until);
                break;
        }
    };

    const wake = () => worker.postMessage({ type: 'wake' });
    document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') {
            wake();
        }
        show();
    });
    // Said good-bye, and brought back by the «back» button: it speaks as another page.
    window.addEventListener('pageshow', event => {
        page = event.persisted ? String(Math.random()) : page;
    });
    for (const event of ['online', 'pageshow', 'focus']) {
        window.addEventListener(event, wake);
    }
    for (const event of ['pointerdown', 'keydown']) {
        document.addEventListener(event, () => sound.state !== 'on' && unlock(), { capture: true, passive: true });
    }
    window.addEventListener('pagehide', () => {
        leader.leave();
        if (isLeading) {
            const left = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ left: true, visible: false, page }), keepalive: true };
            fetch('live/heartbeat', left).catch(() => { });
        }
    });

    part('enable').addEventListener('click', unlock);
    part('hear').addEventListener('click', () => {
        trial = 0;
        tell('live/heard', {}).catch(() => remark(words.notSent));
    });
    // The controls of the circuit's own pages: they only say what is wanted.
    document.addEventListener('click', event => {
        if (event.target.closest?.('[data-alert-try]')) {
            // Whoever presses here wants to hear this page, and has just allowed it to sound.
            trial = Date.now() + testRing;
            if (!isLeading) {
                leader.claim();
            }
            unlock();
        }
        const sample = event.target.closest?.('[data-alert-listen]');
        if (sample) {
            sound.unlock().then(() => sound.once(sample.dataset.alertListen, Number(sample.dataset.alertLoud) / 100 * (picture?.volume ?? 100) / 100));
        }
    });
    document.addEventListener('change', event => {
        if (event.target.matches?.('[data-alert-volume]')) {
            tell('live/volume', { volume: Number(event.target.value) }).catch(() => remark(words.notSent));
        }
    });

    startBadge(words.title);
    const acts = { ack: acknowledge, open };
    addCard(part('card'), isLocked ? {} : isHover ? { ...acts, accept } : { ...acts, detach: () => detach(addCard, { ...acts, accept }) });
    channel.postMessage({ type: 'hello' });
}

function look() {
    const box = document.getElementById('md-alert');
    if (box && !box.dataset.started) {
        box.dataset.started = 'true';
        start(box);
    }
}

look();
// From a page without the alert (signing in) to one with it there may be no new document.
window.Blazor?.addEventListener?.('enhancedload', look);
