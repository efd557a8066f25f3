// What is heard. Web Audio and not <audio>: it loops without a gap, every browser lets it be made quieter, and it says plainly
// whether the browser lets it sound at all.

const names = ['chime', 'marimba', 'harp', 'lost'];

export class AlertSound {
    #context = null;
    #gain = null;
    #buffers = new Map();
    #playing = null;
    #stalled = { at: -1, ticks: 0 };
    #openedAt = Date.now();

    constructor(folder) {
        const Context = window.AudioContext ?? window.webkitAudioContext;
        if (!Context) {
            return;
        }
        this.#context = new Context();
        this.#gain = this.#context.createGain();
        // Louder than the recording is, a loud note would be cut off and rattle: the compressor keeps it whole.
        const limit = this.#context.createDynamicsCompressor();
        Object.assign(limit.threshold, { value: -3 });
        Object.assign(limit.ratio, { value: 20 });
        this.#gain.connect(limit).connect(this.#context.destination);
        for (const name of names) {
            this.#load(name, `${folder}/${name}.wav`);
        }
    }

    // Loaded at once: when the connection is lost it is too late.
    async #load(name, address) {
        for (let wait = 1000; !this.#buffers.has(name); wait = Math.min(wait * 2, 30000)) {
            try {
                const answer = await fetch(address);
                this.#buffers.set(name, await this.#context.decodeAudioData(await answer.arrayBuffer()));
            } catch {
                await new Promise(resolve => setTimeout(resolve, wait));
            }
        }
    }

    // on, blocked, or unknown for the moment that a browser takes to decide.
    get state() {
        if (!this.#context) {
            return 'blocked';
        }
        if (this.#context.state === 'running') {
            return this.#stalled.ticks >= 3 ? 'blocked' : 'on';
        }
        return Date.now() - this.#openedAt < 1500 ? 'unknown' : 'blocked';
    }

    get isPlaying() {
        return this.#playing !== null && this.state === 'on' && this.#gain.gain.value > 0;
    }

    get contextState() {
        return this.#context?.state;
    }

    // A context that runs but whose time stands still sounds nowhere: the machine's sound has gone.
    tick() {
        if (this.#context?.state !== 'running') {
            return;
        }
        const at = this.#context.currentTime;
        this.#stalled = { at, ticks: at === this.#stalled.at ? this.#stalled.ticks + 1 : 0 };
    }

    unlock() {
        if (this.#context && this.#context.state !== 'running') {
            return this.#context.resume().catch(() => { });
        }
        return Promise.resolve();
    }

    loop(name, volume) {
        if (!this.#context) {
            return;
        }
        this.#gain.gain.value = volume;
        if (this.#playing?.name === name) {
            return;
        }
        this.stop();
        this.#playing = this.#start(name, true);
    }

    once(name, volume) {
        if (!this.#context) {
            return;
        }
        if (!this.#playing) {
            this.#gain.gain.value = volume;
        }
        this.#start(name, false);
    }

    stop() {
        this.#playing?.source.stop();
        this.#playing = null;
    }

    #start(name, loops) {
        const buffer = this.#buffers.get(name);
        if (!buffer) {
            return null;
        }
        const source = this.#context.createBufferSource();
        source.buffer = buffer;
        source.loop = loops;
        source.connect(this.#gain);
        source.start();
        return { name, source };
    }
}
