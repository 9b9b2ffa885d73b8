/** What protects the people whose browser talks to this server, from pages of others and from answers that are misread. Pure. */
@NullMarked
package io.drover.gateway.browser;

import org.jspecify.annotations.NullMarked;
