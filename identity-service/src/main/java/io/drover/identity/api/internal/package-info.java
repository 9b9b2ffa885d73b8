/**
 * What the suite's other services ask: who is behind a credential, what has been revoked, tickets, keys, audit. Reached with
 * the suite's secret only (docs/architecture.md, "Internal endpoints").
 */
@NullMarked
package io.drover.identity.api.internal;

import org.jspecify.annotations.NullMarked;
