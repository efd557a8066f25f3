// «Открепить»: a window that stays on top of everything, where the browser has one; otherwise a small window of its own.

let pinned = null;

export async function detach(addCard, acts) {
    if (pinned) {
        pinned.focus();
        return;
    }
    if (!window.documentPictureInPicture) {
        window.open('hover', 'md-hover', 'popup,width=380,height=260');
        return;
    }
    pinned = await documentPictureInPicture.requestWindow({ width: 380, height: 240 });
    const { document: own } = pinned;
    own.documentElement.lang = document.documentElement.lang;
    own.title = document.title;
    if (document.documentElement.dataset.theme) {
        own.documentElement.dataset.theme = document.documentElement.dataset.theme;
    }
    for (const sheet of document.querySelectorAll('link[data-alert-style]')) {
        const copy = own.createElement('link');
        copy.rel = 'stylesheet';
        copy.href = sheet.href;
        own.head.append(copy);
    }
    own.body.className = 'mda-window';
    const remove = addCard(own.body, acts);
    pinned.addEventListener('pagehide', () => {
        remove();
        pinned = null;
    });
}
