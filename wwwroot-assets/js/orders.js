// What the pages of orders need of the browser. No state of orders lives here.

// The style sheet owns the height of a row (it differs by width and density); the virtual list must know the same number.
export function watchRows(rows, page) {
    let told = 0;
    const tell = () => {
        if (!rows.isConnected) {
            window.removeEventListener("resize", later);
            return;
        }
        const size = parseFloat(getComputedStyle(rows).getPropertyValue("--o-row"));
        if (size && size !== told) {
            told = size;
            page.invokeMethodAsync("OnRowSize", size).catch(() => window.removeEventListener("resize", later));
        }
    };
    let timer = 0;
    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(tell, 120);
    };
    window.addEventListener("resize", later);
    new MutationObserver(tell).observe(rows, { attributes: true, attributeFilter: ["class"] });
    tell();
}

// The field that the cursor is in says first what was typed, so that nothing is saved without it.
export function pressOnCtrlEnter(page, button) {
    const onKey = event => {
        if (!page.isConnected) {
            document.removeEventListener("keydown", onKey);
            return;
        }
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector(".mud-dialog")) {
            return;
        }
        event.preventDefault();
        document.activeElement?.blur();
        button.click();
    };
    document.addEventListener("keydown", onKey);
}

export function showFault(page) {
    const fault = page.querySelector("[aria-invalid=true]") ?? page.querySelector("[role=alert]");
    fault?.scrollIntoView({ block: "center" });
    fault?.focus({ preventScroll: true });
}

export function focusWithKeys(field) {
    if (window.matchMedia("(pointer: fine)").matches) {
        field.focus({ preventScroll: true });
    }
}

export function focusOrder(id) {
    const row = document.querySelector(`[data-order="${CSS.escape(id)}"] .o-open`);
    (row ?? document.querySelector(".o-tab[aria-current]"))?.focus({ preventScroll: false });
}

// MudBlazor's dialog takes the focus to itself a round trip after it is drawn; the button that Enter is meant for gets it back.
export function focusInDialog(element) {
    const trap = element.closest(".mud-focus-trap");
    const giveBack = event => {
        if (event.target.parentElement === trap) {
            element.focus();
        }
    };
    trap?.addEventListener("focusin", giveBack);
    setTimeout(() => trap?.removeEventListener("focusin", giveBack), 2000);
    element.focus();
}
