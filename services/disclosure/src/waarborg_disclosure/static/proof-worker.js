// Does the sums of a form's proof of work, in a thread of its own so that the page stays usable. See pages/proof.py.
"use strict";

const K = new Int32Array(64);
const START = new Int32Array(8);
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

// The block that is hashed, and the hash. Nothing is made anew for a number that is tried: a phone tries 130,000.
const W = new Int32Array(64);
const H = new Int32Array(8);

// Adds the block in the first sixteen words of W to the hash.
const block = () => {
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = W[i - 16] + s0 + W[i - 7] + s1;
  }
  let a = H[0];
  let b = H[1];
  let c = H[2];
  let d = H[3];
  let e = H[4];
  let f = H[5];
  let g = H[6];
  let h = H[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i];
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  H[0] += a;
  H[1] += b;
  H[2] += c;
  H[3] += d;
  H[4] += e;
  H[5] += f;
  H[6] += g;
  H[7] += h;
};

// Puts one sign of a text in its place in the block.
const put = (place, sign) => {
  W[(place >> 2) & 15] |= sign << (24 - (place & 3) * 8);
};

// SHA-256 of an ASCII text of any length, into H.
const hash = (text) => {
  H.set(START);
  for (let at = 0; at < text.length + 9; at += 64) {
    W.fill(0, 0, 16);
    for (let place = at; place < at + 64 && place < text.length; place += 1) put(place, text.charCodeAt(place));
    if (at <= text.length && text.length < at + 64) put(text.length, 0x80);
    if (text.length + 9 <= at + 64) W[15] = text.length * 8;
    block();
  }
};

const hex = (words) => Array.from(words, (each) => (each >>> 0).toString(16).padStart(8, "0")).join("");

// The first number with which the hash of `before` and it begins with so many zeros; together they are one block.
const solve = (before, bits) => {
  hash(before);
  W.fill(0, 0, 16);
  for (let place = 0; place < before.length; place += 1) put(place, before.charCodeAt(place));
  const fixed = W.slice(0, 16);
  const from = before.length;
  for (let number = 0; ; number += 1) {
    W.set(fixed);
    const digits = String(number);
    for (let place = 0; place < digits.length; place += 1) put(from + place, digits.charCodeAt(place));
    put(from + digits.length, 0x80);
    W[15] = (from + digits.length) * 8;
    H.set(START);
    block();
    if (H[0] >>> (32 - bits) === 0) return number;
  }
};

self.onmessage = ({ data }) => {
  hash(data.token);
  const seed = hex(H).slice(0, 32);
  const proof = [];
  for (let sum = 0; sum < data.sums; sum += 1) proof.push(solve(`${seed}:${sum}:`, data.bits));
  self.postMessage(proof.join("."));
};
