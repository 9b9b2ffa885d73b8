/**
 * The desired-state document: what the server last said should exist here, and the rules by which a new word of the server
 * is obeyed or refused (design, rules 4 and 5). It never forgets on its own and never follows another database unasked.
 */
@NullMarked
package io.drover.agent.document;

import org.jspecify.annotations.NullMarked;
