/**
 * Who may do what: accounts, environments and their members, keys, sign-in, the internal token every other service trusts,
 * and the audit log. Decisions (roles, throttling, token formats) are pure; stores, handlers and controllers are the edges.
 * Nothing here knows hosts, stacks or services.
 */
@NullMarked
package io.drover.identity;

import org.jspecify.annotations.NullMarked;
