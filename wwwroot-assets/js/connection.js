// What people see when the browser loses the server. Blazor sets the state and this gives it words; it never gives up,
// because a terminal on the shop floor has nobody to press F5.

const modal = document.getElementById('components-reconnect-modal');
const since = modal?.querySelector('[data-lost-at]');
let lost = null;
let trying = false;

// The same clock as in the header: a terminal may stand in another zone, or be set to one.
function timeAtRestaurant(moment) {
    const timeZone = document.querySelector('[data-zone]')?.dataset.zone;
    return moment.toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit', timeZone });
}

function onStateChanged({ detail: { state } }) {
    switch (state) {
        case 'show':
            if (!lost) {
                lost = new Date();
                since.textContent = timeAtRestaurant(lost);
            }

            modal.dataset.state = 'lost';
            break;
        case 'hide':
            lost = null;
            delete modal.dataset.state;
            break;
        case 'failed':
            goOnTrying();
            break;
        case 'rejected':
            // The server is back but has forgotten this page: a new one shows the same.
            location.reload();
            break;
    }
}

async function goOnTrying() {
    if (trying) {
        return;
    }

    trying = true;
    while (lost) {
        try {
            if (!await Blazor.reconnect()) {
                location.reload();
            }

            break;
        } catch {
            await new Promise(resolve => setTimeout(resolve, 5000));
        }
    }

    trying = false;
}

modal?.addEventListener('components-reconnect-state-changed', onStateChanged);
modal?.querySelector('[data-reconnect]')?.addEventListener('click', () => goOnTrying());
