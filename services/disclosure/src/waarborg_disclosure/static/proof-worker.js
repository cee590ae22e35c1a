// Does the sums of a form's proof of work, in a thread of its own so that the page stays usable. See pages/proof.py.
"use strict";

const K = new Uint32Array(64);
const START = new Uint32Array(8);
(() => {
  // The constants of SHA-256 (FIPS 180-4): the fractions of the cube and square roots of the first primes.
  const fraction = (root) => ((root - Math.floor(root)) * 0x100000000) | 0;
  let found = 0;
  for (let number = 2; found < 64; number += 1) {
    let prime = true;
    for (let by = 2; by * by <= number; by += 1) if (number % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(number));
    K[found] = fraction(Math.cbrt(number));
    found += 1;
  }
})();

const W = new Int32Array(64);

// The first 32 bits of SHA-256 of at most 55 ASCII characters, that is of one block; `all` gives the whole of it.
const block = (H) => {
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  return [H[0] + a, H[1] + b, H[2] + c, H[3] + d, H[4] + e, H[5] + f, H[6] + g, H[7] + h].map((each) => each | 0);
};

const hash = (text) => {
  const blocks = ((text.length + 8) >> 6) + 1;
  let H = Array.from(START, (each) => each | 0);
  for (let at = 0; at < blocks; at += 1) {
    W.fill(0, 0, 16);
    for (let i = 0; i < 64; i += 1) {
      const place = at * 64 + i;
      const sign = place < text.length ? text.charCodeAt(place) : place === text.length ? 0x80 : 0;
      W[i >> 2] |= sign << (24 - (i & 3) * 8);
    }
    if (at === blocks - 1) W[15] = text.length * 8;
    H = block(H);
  }
  return H;
};

const hex = (words) => words.map((each) => (each >>> 0).toString(16).padStart(8, "0")).join("");

self.onmessage = ({ data }) => {
  const seed = hex(hash(data.token)).slice(0, 32);
  const proof = [];
  for (let sum = 0; sum < data.sums; sum += 1) {
    let number = 0;
    while (hash(`${seed}:${sum}:${number}`)[0] >>> (32 - data.bits) !== 0) number += 1;
    proof.push(number);
  }
  self.postMessage(proof.join("."));
};
