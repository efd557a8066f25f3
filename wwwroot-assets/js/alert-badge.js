// That orders wait, where a page shows itself from outside: its title, its icon in the tab, its icon as an installed program.

let count = 0;
let form = '({0})';
let own = [];

export function startBadge(titleForm) {
    form = titleForm;
    const title = document.querySelector('title');
    if (title) {
        // Blazor writes the title of each page over ours.
        new MutationObserver(writeTitle).observe(title.parentElement, { childList: true, subtree: true, characterData: true });
    }
}

export function showBadge(waiting) {
    if (waiting === count) {
        return;
    }
    count = waiting;
    writeTitle();
    drawIcon();
    if (navigator.setAppBadge) {
        (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => { });
    }
}

function writeTitle() {
    const [before, after] = form.split('{0}');
    const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const bare = document.title.replace(new RegExp(`^${escaped(before)}\\d+${escaped(after)} · `), '');
    const wanted = count > 0 ? `${form.replace('{0}', count)} · ${bare}` : bare;
    if (document.title !== wanted) {
        document.title = wanted;
    }
}

function drawIcon() {
    const icons = [...document.querySelectorAll('link[rel=icon]')];
    if (own.length === 0) {
        own = icons.map(icon => icon.getAttribute('href'));
    }
    if (count === 0) {
        icons.forEach((icon, index) => icon.setAttribute('href', own[index] ?? own[0]));
        return;
    }
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 32;
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#c2185b';
    pen.beginPath();
    pen.arc(16, 16, 16, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = '#fff';
    pen.font = `bold ${count > 9 ? 17 : 21}px sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(count > 99 ? '99' : String(count), 16, 17);
    const drawn = canvas.toDataURL('image/png');
    icons.forEach(icon => icon.setAttribute('href', drawn));
}
