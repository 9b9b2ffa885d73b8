package io.drover.identity.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches a directory as the service account; one connection, to be closed. Blocks.
 *
 * <p>Every value in a filter goes through the library, which escapes it. Members of groups are never read: questions go from
 * the member to the group, so a group of any size costs the same. Referrals are passed over, as in the reference.
 */
final class LdapSession implements AutoCloseable {
    /** A server may cut answers off there; ours are limited in {@link GroupWalk}. */
    private static final int MOST_ENTRIES = GroupWalk.MAX_GROUPS + 1;

    private static final int LONGEST_SHOWN = 255;

    private final LdapConnector connector;
    private final LDAPConnection connection;
    private final DirectorySettings settings;
    private final int pageSize;

    private LdapSession(LdapConnector connector, LDAPConnection connection, DirectorySettings settings) {
        this.connector = connector;
        this.connection = connection;
        this.settings = settings;
        this.pageSize = settings.server().pageSize();
    }

    static LdapSession open(LdapConnector connector, DirectorySettings settings) {
        return new LdapSession(connector, connector.openAs(settings.account()), settings);
    }

    /** Fails unless every search base can be read. */
    void requireBases() {
        List<String> bases = new ArrayList<>(settings.users().bases());
        bases.addAll(settings.groups().bases());
        for (String base : bases) {
            if (entries(base, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), 1, "1.1")
                    .isEmpty()) {
                throw connector.failed(base, new LDAPException(ResultCode.NO_SUCH_OBJECT));
            }
        }
    }

    /** Users that have the name; more than one is for the caller to refuse. Never more than two. */
    List<Entry> usersNamed(LoginName name) {
        Filter byName = switch (name) {
            case LoginName.Login(String text) ->
                Filter.createEqualityFilter(settings.users().loginField(), text);
            case LoginName.Principal(String text) -> Filter.createEqualityFilter("userPrincipalName", text);
        };
        return subtree(settings.users().bases(), Filter.createANDFilter(byName, isUser()), 2, userAttributes());
    }

    /** The user with that name, unless the entry is outside the search bases. */
    @Nullable
    Entry user(String name) {
        return isBelow(settings.users().bases(), name) ? one(name, isUser(), userAttributes()) : null;
    }

    DirectoryIdentity identity(Entry user) {
        return userIdentity(user);
    }

    boolean isDisabled(Entry user) {
        DirectorySettings.DisabledFlag flag = settings.users().disabled();
        if (flag == null) {
            return false;
        }
        String value = user.getAttributeValue(flag.attribute());
        if (value == null) {
            return false;
        }
        try {
            return (Long.parseLong(value.strip()) & flag.mask()) == flag.mask();
        } catch (NumberFormatException noNumber) {
            // A directory that says something unreadable about being enabled has not said yes.
            return true;
        }
    }

    /** Direct and nested groups. Active Directory answers that in one question; others are walked upwards. */
    List<DirectoryIdentity> groupsOf(Entry user) {
        DirectorySettings.Groups groups = settings.groups();
        if (settings.kind() == DirectoryKind.ACTIVE_DIRECTORY) {
            List<Entry> found = new ArrayList<>(groupsWhere(List.of(inChain(user.getDN()))));
            byte[] primary = ActiveDirectory.primaryGroup(user);
            if (primary != null) {
                List<Entry> first = groupsWhere(List.of(Filter.createEqualityFilter(ActiveDirectory.SID, primary)));
                found.addAll(first);
                found.addAll(groupsWhere(
                        first.stream().map(group -> inChain(group.getDN())).toList()));
            }
            return GroupWalk.from(identities(found), _ -> List.of());
        }
        List<Filter> direct = new ArrayList<>();
        if (!groups.memberField().isEmpty()) {
            String value = groups.listsNames() ? user.getDN() : user.getAttributeValue(groups.userField());
            if (value != null) {
                direct.add(Filter.createEqualityFilter(groups.memberField(), value));
            }
        }
        named(user).forEach(direct::add);
        return GroupWalk.from(identities(groupsWhere(direct)), this::parents);
    }

    /** Groups that have the entry as a member, however deep. */
    private Filter inChain(String name) {
        String memberField = settings.groups().memberField();
        return Filter.createExtensibleMatchFilter(
                memberField.isEmpty() ? "member" : memberField, ActiveDirectory.IN_CHAIN, false, name);
    }

    private List<DirectoryIdentity> parents(List<DirectoryIdentity> children) {
        DirectorySettings.Groups groups = settings.groups();
        if (groups.memberField().isEmpty() || !groups.listsNames()) {
            return List.of();
        }
        return identities(groupsWhere(children.stream()
                .map(child -> Filter.createEqualityFilter(groups.memberField(), child.externalId()))
                .toList()));
    }

    /** The groups an entry names itself. */
    private List<Filter> named(Entry user) {
        String attribute = settings.users().memberOf();
        String[] names = attribute.isEmpty() ? null : user.getAttributeValues(attribute);
        return names == null
                ? List.of()
                : List.of(names).stream()
                        .map(name ->
                                Filter.createEqualityFilter(settings.groups().dnField(), name))
                        .toList();
    }

    private List<Entry> groupsWhere(List<Filter> alternatives) {
        List<Entry> found = new ArrayList<>();
        for (int from = 0; from < alternatives.size(); from += 50) {
            List<Filter> batch = alternatives.subList(from, Math.min(from + 50, alternatives.size()));
            found.addAll(subtree(
                    settings.groups().bases(),
                    Filter.createANDFilter(Filter.createORFilter(batch), isGroup()),
                    MOST_ENTRIES,
                    groupAttributes()));
        }
        return found;
    }

    /**
     * Users and groups by name.
     *
     * @param within the text may stand anywhere in the name
     * @param most of each
     */
    List<DirectoryIdentity> search(String text, boolean within, int most) {
        DirectorySettings.Users users = settings.users();
        DirectorySettings.Groups groups = settings.groups();
        List<DirectoryIdentity> found = new ArrayList<>();
        Filter user = Filter.createORFilter(
                matching(users.searchField(), text, within),
                matching(users.loginField(), text, within),
                matching(users.nameField(), text, within));
        subtree(users.bases(), Filter.createANDFilter(user, isUser()), most, userAttributes())
                .forEach(entry -> found.add(userIdentity(entry)));
        Filter group = Filter.createORFilter(
                matching(groups.searchField(), text, within), matching(groups.nameField(), text, within));
        found.addAll(
                identities(subtree(groups.bases(), Filter.createANDFilter(group, isGroup()), most, groupAttributes())));
        return found;
    }

    /** The user or group with that type and name. */
    Optional<DirectoryIdentity> lookup(String type, String name) {
        if (type.equals(settings.kind().userType())) {
            return Optional.ofNullable(user(name)).map(this::userIdentity);
        }
        Entry group = type.equals(settings.kind().groupType())
                        && isBelow(settings.groups().bases(), name)
                ? one(name, isGroup(), groupAttributes())
                : null;
        return Optional.ofNullable(group).map(this::groupIdentity);
    }

    private static Filter matching(String attribute, String text, boolean within) {
        return within ? Filter.createSubAnyFilter(attribute, text) : Filter.createEqualityFilter(attribute, text);
    }

    private Filter isUser() {
        return Filter.createEqualityFilter("objectClass", settings.users().objectClass());
    }

    private Filter isGroup() {
        return Filter.createEqualityFilter("objectClass", settings.groups().objectClass());
    }

    private String[] userAttributes() {
        DirectorySettings.Users users = settings.users();
        List<String> names = new ArrayList<>(List.of(users.loginField(), users.nameField()));
        DirectorySettings.DisabledFlag flag = users.disabled();
        if (flag != null) {
            names.add(flag.attribute());
        }
        if (settings.kind() == DirectoryKind.ACTIVE_DIRECTORY) {
            names.addAll(List.of(ActiveDirectory.SID, ActiveDirectory.PRIMARY_GROUP));
        }
        if (settings.kind() == DirectoryKind.OPENLDAP) {
            names.add(settings.groups().userField());
            if (!users.memberOf().isEmpty()) {
                names.add(users.memberOf());
            }
        }
        return names.toArray(String[]::new);
    }

    private String[] groupAttributes() {
        return new String[] {settings.groups().nameField()};
    }

    private DirectoryIdentity userIdentity(Entry entry) {
        String login = entry.getAttributeValue(settings.users().loginField());
        String shownLogin = login == null ? entry.getDN() : login;
        String name = entry.getAttributeValue(settings.users().nameField());
        return new DirectoryIdentity(
                settings.kind().userType(),
                entry.getDN(),
                shown(name == null ? shownLogin : name),
                shown(shownLogin),
                true);
    }

    private DirectoryIdentity groupIdentity(Entry entry) {
        String name = entry.getAttributeValue(settings.groups().nameField());
        String shown = shown(name == null ? entry.getDN() : name);
        return new DirectoryIdentity(settings.kind().groupType(), entry.getDN(), shown, shown, false);
    }

    /** A group whose name does not fit the database could not be a member of anything: it is passed over. */
    private List<DirectoryIdentity> identities(List<Entry> groups) {
        return groups.stream()
                .filter(entry -> entry.getDN().length() <= DirectoryIdentity.LONGEST_NAME)
                .map(this::groupIdentity)
                .toList();
    }

    private static String shown(String name) {
        return name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) : name;
    }

    private static boolean isBelow(List<String> bases, String name) {
        try {
            DN entry = new DN(name);
            for (String base : bases) {
                if (entry.isDescendantOf(base, true)) {
                    return true;
                }
            }
            return false;
        } catch (LDAPException noName) {
            return false;
        }
    }

    private @Nullable Entry one(String name, Filter filter, String... attributes) {
        List<Entry> found = entries(name, SearchScope.BASE, filter, 1, attributes);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Bases may contain each other: an entry found twice is one. */
    private List<Entry> subtree(List<String> bases, Filter filter, int most, String... attributes) {
        List<Entry> found = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (String base : bases) {
            for (Entry entry : entries(base, SearchScope.SUB, filter, most, attributes)) {
                String normal = DirectoryIdentity.normal(entry.getDN());
                if (bases.size() == 1 || !seen.contains(normal)) {
                    seen.add(normal);
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /** All pages, but no more than {@code most} entries. A missing entry is an empty answer for {@code BASE} only. */
    private List<Entry> entries(String base, SearchScope scope, Filter filter, int most, String... attributes) {
        List<Entry> found = new ArrayList<>();
        ASN1OctetString cookie = null;
        try {
            do {
                SearchRequest request =
                        new SearchRequest(base, scope, DereferencePolicy.NEVER, 0, 0, false, filter, attributes);
                if (scope == SearchScope.SUB) {
                    request.setControls(new SimplePagedResultsControl(Math.min(pageSize, most), cookie, false));
                }
                SearchResult page = connection.search(request);
                add(found, page.getSearchEntries(), most);
                cookie = next(page);
            } while (cookie != null && found.size() < most);
            return found;
        } catch (LDAPSearchException e) {
            return tolerated(base, scope, e, found, most);
        } catch (LDAPException e) {
            throw connector.failed(base, e);
        }
    }

    private List<Entry> tolerated(String base, SearchScope scope, LDAPSearchException e, List<Entry> found, int most) {
        ResultCode code = e.getResultCode();
        boolean isMissing = code == ResultCode.NO_SUCH_OBJECT && scope == SearchScope.BASE;
        if (code == ResultCode.REFERRAL || code == ResultCode.SIZE_LIMIT_EXCEEDED || isMissing) {
            add(found, e.getSearchEntries(), most);
            return found;
        }
        throw connector.failed(base, e);
    }

    /** @param more null only with a listener, which we do not use */
    private static void add(List<Entry> found, @Nullable List<SearchResultEntry> more, int most) {
        if (more != null) {
            found.addAll(more.subList(0, Math.min(more.size(), most - found.size())));
        }
    }

    private static @Nullable ASN1OctetString next(SearchResult page) throws LDAPException {
        for (Control control : page.getResponseControls()) {
            if (control instanceof SimplePagedResultsControl paged && paged.moreResultsToReturn()) {
                return paged.getCookie();
            }
        }
        return null;
    }

    @Override
    public void close() {
        connection.close();
    }
}
