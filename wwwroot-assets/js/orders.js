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

// Single keys, as OrderKeys.razor lists them; by their place on the keyboard, for in Russian «A» types «Ф». Never while typing, never
// behind a menu or a question, and not on a terminal that has switched them off (data-keys). The editor has the search alone.
export function listenToKeys(search) {
    const onKey = event => {
        if (!search.isConnected) {
            document.removeEventListener("keydown", onKey);
            return;
        }
        const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
        if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.repeat && !event.key.startsWith("Arrow") || typing) {
            return;
        }
        const card = document.querySelector(".oc");
        const windows = document.querySelectorAll(".mud-dialog").length;
        if (!document.querySelector("[data-keys=off]") && !document.querySelector(":popover-open") && windows === (card ? 1 : 0) && press(event, search, card)) {
            event.preventDefault();
        }
    };
    document.addEventListener("keydown", onKey);
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

function press(event, search, card) {
    if (event.key === "?" || event.code === "Slash" && event.shiftKey) {
        const help = document.getElementById("keys-help");
        help?.showPopover();
        return Boolean(help);
    }
    if (event.key === "/" || event.code === "Slash") {
        if (!card) {
            search.focus();
            search.select();
        }
        return !card;
    }
    const row = document.activeElement?.closest(".o-row");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        return !card && (row || document.activeElement === document.body || document.activeElement.id === "main") && step(row, event.key === "ArrowDown");
    }
    const order = card ?? row;
    if (!order || event.shiftKey) {
        return false;
    }
    switch (event.code) {
        case "KeyA":
            return click(order.querySelector("[data-key=a]"));
        case "KeyC":
            return !card && click(order.querySelector(".o-open"));
        case "KeyE":
            return click(order.querySelector("[data-key=e]")) || ["accepted", "onTheWay"].includes(order.dataset.status) && go(`orders/${order.dataset.order}/edit`);
        case "KeyP":
            window.open(`orders/${order.dataset.order}/print?slip=${order.dataset.slip}`, "_blank", "noopener");
            return true;
        case "KeyX":
            return click(order.querySelector("[data-key=x]"));
        default:
            return false;
    }
}

function click(element) {
    element?.click();
    return Boolean(element);
}

function go(address) {
    window.Blazor.navigateTo(address);
    return true;
}

// Only the rows in view exist, and some beyond: what gets the focus is scrolled to, and the next ones come.
function step(row, down) {
    const rows = [...document.querySelectorAll(".o-row")];
    const next = row ? rows[rows.indexOf(row) + (down ? 1 : -1)] : rows[0];
    next?.scrollIntoView({ block: "nearest" });
    next?.querySelector(".o-open").focus({ preventScroll: true });
    return Boolean(next);
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
