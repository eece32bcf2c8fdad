// A small panel on a Unix socket, with a page and a WebSocket that answers every text with itself (RFC 6455).
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [socketPath, notes] = process.argv.slice(2);
const note = line => appendFileSync(notes, line + '\n');
const page = `<!doctype html><title>On a socket</title><h1>On a socket</h1><output></output><script>
const socket = new WebSocket('ws://' + location.host + '/talk');
socket.onopen = () => socket.send('hello through a socket');
socket.onmessage = message => document.querySelector('output').textContent = 'it said: ' + message.data;
socket.onclose = () => document.querySelector('output').textContent = 'it is over';
</script>`;

const server = createServer((request, response) => {
    note(`request ${request.url}`);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page);
});
server.on('connection', () => note('connection'));
server.on('upgrade', (request, socket) => {
    note(`upgrade ${request.url}`);
    const accept = createHash('sha1')
        .update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
        + `Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
    let held = Buffer.alloc(0);
    socket.on('data', bytes => {
        held = Buffer.concat([held, bytes]);
        while (held.length >= 6 && held.length >= 6 + (held[1] & 0x7f)) {
            const length = held[1] & 0x7f;
            const mask = held.subarray(2, 6);
            const text = held.subarray(6, 6 + length).map((byte, i) => byte ^ mask[i % 4]);
            if ((held[0] & 0x0f) === 1) socket.write(Buffer.concat([Buffer.from([0x81, length]), text]));
            if ((held[0] & 0x0f) === 8) socket.end(Buffer.from([0x88, 0]));
            held = held.subarray(6 + length);
        }
    });
    socket.on('end', () => { note('gone'); socket.end(); });
    socket.on('error', () => note('broken'));
});
server.listen(socketPath);
