// Presses «Слышу» that the server does not know of yet, and until when each holds by its clock. Kept with the tab, beyond the page: it is
// loaded anew when the server is back and does not know it any more.

const name = 'md-alert-unsaid';

export function readUnsaid() {
    try {
        return new Map(JSON.parse(sessionStorage.getItem(name) ?? '[]'));
    } catch {
        return new Map(); // No storage: they live as long as the page, and the alert rings all the same.
    }
}

export function keepUnsaid(unsaid) {
    try {
        sessionStorage.setItem(name, JSON.stringify([...unsaid]));
    } catch {
        // As above.
    }
}
