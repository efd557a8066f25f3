// A page's own button does what Ctrl+P does: who works at a tablet has no keyboard.
document.addEventListener("click", event => {
    if (event.target.closest("[data-print-page]")) {
        window.print();
    }
});
