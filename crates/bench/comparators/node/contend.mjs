// A contender in a process of its own: `node contend.mjs NAME URL`. It reads tasks from standard input, one JSON
// document per line, and answers each with one (crates/bench/src/wire.rs says what they are). The measurements are
// those of crates/bench/src/contend/measure.rs.

import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

import { Session, contenders } from './contenders.mjs';

const [name, url] = process.argv.slice(2);
const session = new Session(url);
const api = contenders[name](session);

/** The controls of the server, by Node's own client. */
function control(method, what) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}${what}`, { method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => (text += piece));
      response.on('end', () => resolve(JSON.parse(text)));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}

const stats = () => control('GET', '/__stats');
const expire = () => control('POST', '/__control/expire');
const trouble = (tear, grace) => control('POST', `/__control/trouble?tear=${tear}&grace=${grace}`);

async function call() {
  try {
    return (await api.get('/api/me')).status === 200;
  } catch {
    return false;
  }
}

async function upload(body) {
  const headers = { 'Content-Type': 'application/octet-stream' };
  try {
    return (await api.post('/api/upload', body, { headers })).status === 200;
  } catch {
    return false;
  }
}

/** A value between the neighbours of its place. */
function percentile(sorted, share) {
  if (sorted.length === 0) return 0;
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place % 1);
}

function peakKib() {
  return process.resourceUsage().maxRSS;
}

async function steady({ concurrency, millis }) {
  const cpuBefore = process.cpuUsage();
  const tookUs = [];
  let failed = 0;
  const began = performance.now();
  const until = began + millis;
  const loop = async () => {
    let now = performance.now();
    while (now < until) {
      const good = await call();
      const end = performance.now();
      if (good) tookUs.push((end - now) * 1000);
      else failed += 1;
      now = end;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const seconds = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  tookUs.sort((a, b) => a - b);
  return {
    calls: tookUs.length,
    failed,
    seconds,
    p50_us: percentile(tookUs, 0.5),
    p99_us: percentile(tookUs, 0.99),
    cpu_us: (cpu.user + cpu.system) / Math.max(tookUs.length, 1),
  };
}

async function storm({ calls }) {
  if (!session.signedIn) await session.signIn();
  await trouble('none', false);
  await expire();
  const before = await stats();
  session.firstRefresh = null;
  const signOutsBefore = session.signOuts;
  let succeeded = 0;
  let last = null;
  const began = performance.now();
  const one = async () => {
    if (await call()) {
      succeeded += 1;
      last = performance.now();
    }
  };
  await Promise.all(Array.from({ length: calls }, one));
  const total = performance.now() - began;
  const after = await stats();
  const known = session.firstRefresh != null && last != null;
  return {
    succeeded,
    refreshes: after.refreshes - before.refreshes,
    refused_refreshes: after.refused_refreshes - before.refused_refreshes,
    requests: after.requests - before.requests,
    sign_outs: session.signOuts - signOutsBefore,
    total_ms: total,
    after_refresh_ms: known ? Math.max(last - session.firstRefresh, 0) : null,
    peak_kib: peakKib(),
  };
}

async function torn({ expiries, every, tear, grace }) {
  const tornBefore = (await stats()).torn;
  let survived = 0;
  let again = 0;
  await session.signIn();
  for (let expiry = 1; expiry <= expiries; expiry += 1) {
    await trouble(expiry % every === 0 ? tear : 'none', grace);
    await expire();
    let good = await call();
    if (!good) {
      again += 1;
      good = await call();
    }
    if (good) survived += 1;
    else await session.signIn();
  }
  const answers = (await stats()).torn - tornBefore;
  await trouble('none', false);
  return { survived, again, answers };
}

async function replay({ bytes, source }) {
  await expire();
  if (!(await call())) throw new Error('the call before the body failed');
  const file = path.join(os.tmpdir(), `latchkey-bench-${process.pid}`);
  if (source === 'file') {
    const out = fs.openSync(file, 'w');
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let left = bytes; left > 0; left -= piece.length) fs.writeSync(out, piece, 0, Math.min(left, piece.length));
    fs.closeSync(out);
  }
  await expire();
  const before = Math.round(process.memoryUsage.rss() / 1024);
  const body = source === 'file' ? fs.createReadStream(file) : Buffer.alloc(bytes, 'x');
  const began = performance.now();
  const succeeded = await upload(body);
  const total = performance.now() - began;
  if (source === 'file') fs.unlinkSync(file);
  return { succeeded, before_kib: before, peak_kib: peakKib(), total_ms: total };
}

const tasks = { steady, storm, torn, replay };
await session.signIn();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { task, ...rest } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await tasks[task](rest))}\n`);
}
process.exit(0);
