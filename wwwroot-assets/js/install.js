// Makes the program installable, and lets it say that its server is gone. Browsers offer it over HTTPS and on the machine itself.

navigator.serviceWorker?.register('sw.js').catch(() => { });
