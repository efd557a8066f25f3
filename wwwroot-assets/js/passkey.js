// Passkeys on plain forms: <form data-passkey="address of the options"> with a hidden input for the credential.
// The browser asks its owner, the form carries the answer to the server. Without support the form stays hidden.

const isSupported = typeof PublicKeyCredential === 'function'
    && typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
    && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

const submitting = new WeakSet();

async function ask(form) {
    const answer = await fetch(form.dataset.passkey, {
        method: 'POST',
        headers: { RequestVerificationToken: form.elements.namedItem('__RequestVerificationToken').value },
    });
    if (!answer.ok) {
        throw new Error(`${form.dataset.passkey}: ${answer.status}`);
    }

    const options = await answer.json();
    return options.user
        ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function prepare(form) {
    form.hidden = !isSupported;
}

addEventListener('submit', async event => {
    const form = event.target;
    if (!form.matches('form[data-passkey]') || submitting.has(form)) {
        return;
    }

    event.preventDefault();
    const trouble = form.querySelector('[data-passkey-error]');
    trouble.hidden = true;
    try {
        const credential = await ask(form);
        form.elements.namedItem('Form.Credential').value = JSON.stringify(credential);
        submitting.add(form);
        form.requestSubmit();
    } catch {
        trouble.hidden = false;
    }
}, true);

document.querySelectorAll('form[data-passkey]').forEach(prepare);
