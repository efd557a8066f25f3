// Prints the slips of this page. First the server is told, so that no slip goes out that the history does not know of, and what
// was printed before is marked. The browser does not say whether a person went through with it: a slip counts once its window opened.

const all = document.querySelector('[data-slips]');
const slips = [...all.querySelectorAll('[data-order]')];
const said = document.querySelector('.sl-said');
const sheet = document.head.appendChild(document.createElement('style'));
let isTold = false;

// A roll is as long as its slip: a page of its own for each.
function layOut(paper) {
    all.dataset.paper = paper;
    for (const choice of document.querySelectorAll('[data-paper-choice]')) {
        choice.setAttribute('aria-pressed', String(choice.dataset.paperChoice === paper));
    }
    const millimetre = 96 / 25.4;
    const pages = paper === 'a4'
        ? ['@page { size: A4; margin: 12mm; }']
        : slips.map((slip, index) => `@page slip${index} { size: 80mm ${Math.ceil(slip.offsetHeight / millimetre) + 2}mm; margin: 0; }`);
    slips.forEach((slip, index) => slip.style.setProperty('page', paper === 'a4' ? 'auto' : `slip${index}`));
    sheet.textContent = pages.join('\n');
}

async function tell() {
    const answer = await fetch('live/print', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ids: slips.map(slip => slip.dataset.order), slip: all.dataset.slips }),
        credentials: 'same-origin',
        redirect: 'error',
        keepalive: true,
    });
    const printed = answer.ok ? await answer.json() : [];
    if (printed.length !== slips.length || printed.some(one => one.refusal)) {
        throw new Error('The print was not noted.');
    }
    for (const { order, prints } of printed) {
        slips.find(slip => slip.dataset.order === order).dataset.repeat = String(prints > 1);
    }
    layOut(all.dataset.paper);
}

async function print() {
    said.textContent = '';
    try {
        await tell();
    } catch {
        said.textContent = said.dataset.failed;
        return;
    }
    isTold = true;
    window.print();
}

// Ctrl+P, and every print of this page after the one it was opened for, is a reprint.
window.addEventListener('beforeprint', () => {
    if (isTold) {
        isTold = false;
        return;
    }
    slips.forEach(slip => { slip.dataset.repeat = 'true'; });
    layOut(all.dataset.paper);
    tell().catch(() => { said.textContent = said.dataset.failed; });
});

document.addEventListener('click', event => {
    const choice = event.target.closest('[data-paper-choice]');
    if (choice) {
        layOut(choice.dataset.paperChoice);
    } else if (event.target.closest('[data-print]')) {
        print();
    }
});

await document.fonts.ready;
layOut(all.dataset.paper);
all.dataset.ready = 'true';
await print();
