// SPDX-License-Identifier: Apache-2.0

// Package grund is what the blocks see of the store of a process. Users see
// package bausteine instead.
//
// A block gets the [Core] with [Of], makes its streams known with
// [Core.Register], writes with [Core.Append] and reads whole values with an
// [Aggregate]. It starts nothing of its own: effects, deadlines and regular work
// are run by the store.
//
//	core, err := grund.Of(store)
//	payments := grund.NewAggregate(core, "payment", fold, nil)
//	err = core.Register(grund.Block{Name: "payment", Kinds: []grund.Kind{{
//		Name: "payment",
//		Keep: []grund.Keep{{State: "open", For: grund.Days(30)}, {State: "paid", For: grund.Years(10), Norm: norm}},
//		Effects: map[string]grund.Effect{"paid": {Do: tell}},
//	}}})
//
// # Deadlines
//
// Every state of every kind has its row in Keep. Append computes from it when
// the stream is due and stores that with the commit, unless the commit names a
// day itself. What is due is erased, or given to the kind's Due.
package grund
