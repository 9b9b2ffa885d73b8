/**
 * The one public port. It turns a credential into an internal token, sends the request to the service that owns the resource
 * type, and writes down who changed what. It decides nothing about resources: every service enforces its own policy.
 */
@NullMarked
package io.drover.gateway;

import org.jspecify.annotations.NullMarked;
