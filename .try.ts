import { runSeed } from '/work/wt/phases/sim/run/run-seed.ts';
import { readdirSync } from 'node:fs';
const names = process.argv[2] === 'all' ? readdirSync('/work/wt/phases/scenarios').filter((f)=>f.endsWith('.ts')).map((f)=>f.replace('.ts','')) : process.argv[2]!.split(',');
const from = Number(process.argv[3] ?? 0), n = Number(process.argv[4] ?? 10);
for (const name of names) {
  const scenario = (await import(`/work/wt/phases/scenarios/${name}.ts`)).default;
  const c: Record<string, number> = {}; let ev=0, ops=0, ok=0, shown=0, max=0, virt=0;
  const t=process.cpuUsage();
  for (let s=from; s<from+n; s++) {
    const r = await runSeed({...scenario, properties: scenario.properties.filter((p: any) => p.name !== 'refines specs' && !/spec/i.test(p.name))}, s, {});
    c[r.verdict.kind]=(c[r.verdict.kind]??0)+1; ev+=r.events; ops+=r.operations; ok+=r.succeeded; max=Math.max(max,r.events); virt+=r.virtualMicros;
    if (r.verdict.kind!=='pass' && shown++<Number(process.argv[5]??1)) { console.log(name, s, r.verdict.kind, r.verdict.property, r.verdict.message, r.events); for (const l of (r.verdict.explanation??[]).slice(0,14)) console.log('    '+l); }
  }
  const u=process.cpuUsage(t); const sec=(u.user+u.system)/1e6;
  console.log(name.padEnd(32), JSON.stringify(c), 'events', Math.round(ev/n), 'max', max, 'ok%', (ok/ops*100).toFixed(1), (ev/sec/1000).toFixed(0)+'k/s', (sec*1000/n).toFixed(1)+'ms', 'virt', (virt/n/1e6).toFixed(2));
}
