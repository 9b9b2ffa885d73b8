/**
 * What a directory (OpenLDAP, Active Directory) says about people: its configuration, who somebody is, which groups they are
 * in, and whether that lets them in. Decisions are pure; {@link io.drover.identity.directory.LdapSession} speaks LDAP and
 * blocks, and only {@link io.drover.identity.directory.DirectoryClient} calls it. Nothing here writes to a directory.
 */
@NullMarked
package io.drover.identity.directory;

import org.jspecify.annotations.NullMarked;
