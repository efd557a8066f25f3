// The pad of the lock screen: for fingers. Whoever has keys types; Enter sends, as in any form.

for (const form of document.querySelectorAll('form[data-pin]')) {
    const pin = form.querySelector('.md-pin');
    const pad = form.querySelector('.md-pad');
    pad.hidden = false;
    pad.addEventListener('click', ({ target }) => {
        const digit = target.closest('[data-digit]')?.dataset.digit;
        if (digit === '') {
            pin.value = pin.value.slice(0, -1);
        } else if (digit && pin.value.length < pin.maxLength) {
            pin.value += digit;
        }
    });
    // A name was pressed: the digits come next. By arrow keys people are still looking for theirs.
    form.addEventListener('click', event => {
        if (event.target.matches('input[type=radio]') && event.detail > 0) {
            pin.value = '';
            pin.focus({ preventScroll: true });
        }
    });
    // Digits typed before anybody went to the field are meant for it, but not while no name is chosen.
    document.addEventListener('keydown', event => {
        if (/^[0-9]$/.test(event.key) && document.activeElement !== pin && !event.ctrlKey && !event.metaKey && !event.altKey) {
            pin.focus();
        }
    });
}
