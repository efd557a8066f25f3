// Single keys, as OrderKeys.razor lists them; by their place on the keyboard, for in Russian «A» types «Ф». Never while typing, never
// behind a menu or a question, and not on a terminal that has switched them off (data-keys). The editor has the search alone.
// A script of the document, so that they act from the moment a row is there, without a round trip to the server first.
document.addEventListener("keydown", event => {
    const search = document.querySelector("[data-search]");
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
    if (!search || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.repeat && !event.key.startsWith("Arrow") || typing) {
        return;
    }
    const card = document.querySelector(".oc");
    const windows = document.querySelectorAll(".mud-dialog").length;
    if (!document.querySelector("[data-keys=off]") && !document.querySelector(":popover-open") && windows === (card ? 1 : 0) && press(event, search, card)) {
        event.preventDefault();
    }
});

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
