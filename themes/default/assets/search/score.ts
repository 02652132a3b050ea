// How much an entry contains of a query. Go's score.go does the same.
import { compareFound, type Found } from "./found";
import type { Index, Scope } from "./index";
import { pause } from "./pause";
import type { QueryWord, Variant } from "./plan";
import { headingLengthPenalty, headingWeight, maxCandidates, saturation, titleWeight } from "./weights";

/** Computes the scores of entries for one query. Its arrays have an element for each entry. */
export class Scorer {
  /** The score of all words. */
  private readonly scores = this.numbers();
  /** The weight of the words that the entry contains. */
  private readonly coverage = this.numbers();
  /** The score of the best variant of a word. It is zero between two words. */
  private readonly best = this.numbers();
  /** The weighted frequency of a term. It is zero between two terms. */
  private readonly frequency = this.numbers();

  constructor(private readonly index: Index) {}

  private numbers(): Float64Array {
    return new Float64Array(this.index.manifest.entries);
  }

  /** Returns the best entries of a scope. */
  async score(words: readonly QueryWord[], { from, to }: Scope): Promise<Found[]> {
    const touched: number[] = [];
    let total = 0;
    for (const word of words) {
      await pause();
      total += this.scoreWord(word, touched);
    }
    for (const e of touched) {
      // An entry that lacks words of the query gets a lower score: share to the power of 2.25.
      const share = (this.coverage[e] as number) / total;
      const weight = this.index.weights.get(this.index.pageOf[e] as number) ?? 1;
      (this.scores[e] as number) *= share * share * Math.sqrt(Math.sqrt(share)) * weight;
    }
    await pause();
    return this.shortlist(
      touched.filter((e) => e >= from && e < to),
      words,
    );
  }

  /** Returns the best entries, and the best of those whose heading contains all words of the query. */
  private shortlist(list: readonly number[], words: readonly QueryWord[]): Found[] {
    const matched = new Uint8Array(this.scores.length); // words of the query in the heading
    words.forEach(({ variants }, i) => {
      for (const { term } of variants.values()) {
        for (const e of term.headings.entries) {
          if (matched[e] === i) matched[e] = i + 1;
        }
      }
    });

    const best = this.top(list, maxCandidates);
    for (const { entry } of best) matched[entry] = 0; // it has already been chosen
    const complete = list.filter((e) => matched[e] === words.length);
    return [...best, ...this.top(complete, maxCandidates)];
  }

  /** Returns the best n entries, the best first, without sorting all others. */
  private top(list: readonly number[], n: number): Found[] {
    let best: Found[] = [];
    let last: Found | undefined; // the entries after it are not among the best
    for (const entry of list) {
      const found = { entry, score: this.scores[entry] as number };
      if (last && compareFound(found, last) > 0) continue;
      best.push(found);
      if (best.length < 4 * n) continue;
      best = best.sort(compareFound).slice(0, n);
      last = best[n - 1];
    }
    return best.sort(compareFound).slice(0, n);
  }

  /**
   * Adds the score of a word, which is that of its best variant, to each entry that contains it, and returns the weight
   * of the word. A variant must not be rarer than the word itself. Entries without a score so far are added to touched.
   */
  private scoreWord({ text, variants }: QueryWord, touched: number[]): number {
    const { scores, coverage, best, frequency } = this;
    const maxIDF = variants.get(text)?.term.idf ?? Infinity;
    const own: number[] = [];
    let weight = 0;
    for (const v of variants.values()) {
      const variantWeight = v.weight * Math.min(maxIDF, v.term.idf);
      weight = Math.max(weight, variantWeight);
      for (const e of this.scoreTerm(v)) {
        const f = frequency[e] as number;
        if (!best[e]) own.push(e);
        best[e] = Math.max(best[e] as number, variantWeight * (f / (saturation + f)));
        frequency[e] = 0;
      }
    }

    for (const e of own) {
      if (!coverage[e]) touched.push(e);
      (scores[e] as number) += best[e] as number;
      (coverage[e] as number) += weight;
      best[e] = 0;
    }
    return weight;
  }

  /**
   * Sets the weighted frequency of a term in each entry whose heading, body or page title contains it, and returns
   * these entries.
   */
  private scoreTerm({ term, headingsOnly }: Variant): number[] {
    const { index, frequency } = this;
    const touched: number[] = [];
    const add = (e: number, weight: number) => {
      if (!frequency[e]) touched.push(e);
      (frequency[e] as number) += weight;
    };

    if (!headingsOnly) {
      term.bodies.entries.forEach((e, i) => {
        const impact = (term.bodies.values[i] as number) & 31;
        add(e, index.manifest.impacts[impact] as number);
      });
    }
    term.headings.entries.forEach((e, i) => {
      const length = (term.headings.values[i] as number) & 15;
      add(e, headingWeight / (1 + headingLengthPenalty * length));
      const page = index.pageOf[e] as number;
      if (index.leads[page] !== e) return;
      for (let k = e + 1; k < (index.leads[page + 1] as number); k++) add(k, titleWeight);
    });
    return touched;
  }
}
