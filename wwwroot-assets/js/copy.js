// Many restaurants reach the server over plain HTTP, where the browser has no clipboard to offer.
export async function copyText(text) {
    if (navigator.clipboard) {
        await navigator.clipboard.writeText(text);
        return;
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    (document.querySelector(".mud-dialog") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
}
