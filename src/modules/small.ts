// Small modules of a function or a few: _uuid and _statistics.

import { None, type PyValue } from '../objects/object.ts';
import { PyBytes, PyFloat, PyTuple } from '../objects/shapes.ts';
import { valueError } from '../objects/exceptions/raise.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { cDouble, cInt } from './support/arguments.ts';

defineModule('_uuid', (m) => {
  let clockSeq = -1;
  let last = 0n;
  let node: Uint8Array | null = null;
  m.set('has_uuid_generate_time_safe', 1);
  m.set('has_stable_extractable_node', 0);
  m.func('generate_time_safe()', () => {
    if (node === null) {
      node = host().crypto.random(6).slice();
      node[0] |= 1; // a random node has the multicast bit
    }
    if (clockSeq < 0) clockSeq = ((host().crypto.random(2)[0] << 8) | host().crypto.random(2)[1]) & 0x3fff;
    let t = host().clock.time() / 100n + 0x01b21dd213814000n;
    if (t <= last) t = last + 1n;
    last = t;
    const b = new Uint8Array(16);
    const v = new DataView(b.buffer);
    v.setUint32(0, Number(t & 0xffffffffn));
    v.setUint16(4, Number((t >> 32n) & 0xffffn));
    v.setUint16(6, Number((t >> 48n) & 0x0fffn) | 0x1000);
    v.setUint16(8, clockSeq | 0x8000);
    b.set(node, 10);
    return new PyTuple([new PyBytes(b), None]);
  });
});

/** Quantile of the normal distribution (Wichura's AS241, PPND16). */
function normalQuantile(p: number, mu: number, sigma: number): number {
  const q = p - 0.5;
  const poly = (c: readonly number[], r: number): number => c.reduce((acc, k) => acc * r + k, 0);
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const num =
      poly(
        [
          2.509080928730122672_7e3, 3.343057558358812810_5e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
          1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
        ],
        r,
      ) * q;
    const den = poly(
      [
        5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1.0,
      ],
      r,
    );
    return mu + (num / den) * sigma;
  }
  let r = Math.sqrt(-Math.log(q <= 0 ? p : 1 - p));
  let num: number;
  let den: number;
  if (r <= 5) {
    r -= 1.6;
    num = poly(
      [
        7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
      ],
      r,
    );
    den = poly(
      [
        1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
        6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1.0,
      ],
      r,
    );
  } else {
    r -= 5;
    num = poly(
      [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
        2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
      ],
      r,
    );
    den = poly(
      [
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1.0,
      ],
      r,
    );
  }
  const x = num / den;
  return mu + (q < 0 ? -x : x) * sigma;
}

defineModule('_statistics', (m) => {
  m.func('_normal_dist_inv_cdf(p, mu, sigma, /)', (p: PyValue, mu: PyValue, sigma: PyValue) => {
    const x = cDouble(p);
    const s = cDouble(sigma);
    if (x <= 0 || x >= 1 || s <= 0) throw valueError('inv_cdf undefined for these parameters');
    return new PyFloat(normalQuantile(x, cDouble(mu), s));
  });
});
