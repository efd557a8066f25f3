using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Guests;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Domain.Webhooks;

namespace MiniDelivery.Web.Data;

/// <summary>
/// The one model. Code asks for this type; which of the two providers stands behind it is decided once, in <see cref="DataSetup"/>.
/// </summary>
public abstract class DeliveryDb(DbContextOptions options)
    : IdentityDbContext<StaffMember, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>Orders with their handoff, dishes and history.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Where each source's row of changes ends.</summary>
    public DbSet<ChangeCounter> ChangeCounters => Set<ChangeCounter>();

    /// <summary>First answers to calls with an Idempotency-Key.</summary>
    public DbSet<KeptAnswer> KeptAnswers => Set<KeptAnswer>();

    /// <summary>What the till is promised.</summary>
    public DbSet<Domain.Till.Handoff> Handoffs => Set<Domain.Till.Handoff>();

    /// <summary>Whom each restaurant knows by their orders.</summary>
    public DbSet<KnownGuest> Guests => Set<KnownGuest>();

    /// <summary>Orders that are still being written down.</summary>
    public DbSet<OrderSketch> OrderSketches => Set<OrderSketch>();

    /// <summary>Restaurants.</summary>
    public DbSet<Restaurant> Restaurants => Set<Restaurant>();

    /// <summary>Sources of orders.</summary>
    public DbSet<OrderSource> Sources => Set<OrderSource>();

    /// <summary>Couriers.</summary>
    public DbSet<Courier> Couriers => Set<Courier>();

    /// <summary>What people said about each restaurant's intake.</summary>
    public DbSet<IntakeState> IntakeStates => Set<IntakeState>();

    /// <summary>How intake changed.</summary>
    public DbSet<IntakeChange> IntakeChanges => Set<IntakeChange>();

    /// <summary>What could not become an order.</summary>
    public DbSet<InboxItem> InboxItems => Set<InboxItem>();

    /// <summary>Keys of shops.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>The last menu read from each till.</summary>
    public DbSet<MenuSnapshot> MenuSnapshots => Set<MenuSnapshot>();

    /// <summary>Which instance looks at which till.</summary>
    public DbSet<WatchLease> WatchLeases => Set<WatchLease>();

    /// <summary>Who edits which order at the till.</summary>
    public DbSet<EditorHold> EditorHolds => Set<EditorHold>();

    /// <summary>How each restaurant's till is reached.</summary>
    public DbSet<TillSettings> TillSettings => Set<TillSettings>();

    /// <summary>What people said of sources' dishes.</summary>
    public DbSet<DishMapping> DishMappings => Set<DishMapping>();

    /// <summary>The browsers on which staff work.</summary>
    public DbSet<Terminal> Terminals => Set<Terminal>();

    /// <summary>Who works in some restaurants only.</summary>
    public DbSet<StaffPost> StaffPosts => Set<StaffPost>();

    /// <summary>People's PINs for shared terminals.</summary>
    public DbSet<StaffPin> StaffPins => Set<StaffPin>();

    /// <summary>Wrong PINs at each terminal.</summary>
    public DbSet<TerminalTries> TerminalTries => Set<TerminalTries>();

    /// <summary>How each restaurant's terminals ring.</summary>
    public DbSet<AlertSettings> AlertSettings => Set<AlertSettings>();

    /// <summary>What happens in each restaurant when nobody accepts an order.</summary>
    public DbSet<EscalationSettings> EscalationSettings => Set<EscalationSettings>();

    /// <summary>Alarms that were promised.</summary>
    public DbSet<AlertDispatch> AlertDispatches => Set<AlertDispatch>();

    /// <summary>Browsers that asked to be notified.</summary>
    public DbSet<PushSubscription> PushSubscriptions => Set<PushSubscription>();

    /// <summary>What this installation calls itself by at push services.</summary>
    public DbSet<PushKey> PushKeys => Set<PushKey>();

    /// <summary>How the last check of those against each till's menu went.</summary>
    public DbSet<MenuCheck> MenuChecks => Set<MenuCheck>();

    /// <summary>How long each restaurant keeps its guests' data.</summary>
    public DbSet<RetentionPlan> RetentionPlans => Set<RetentionPlan>();

    /// <summary>Where sources want to be told of changes.</summary>
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    /// <summary>Events on their way to them.</summary>
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    /// <summary>How each was tried.</summary>
    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();

    /// <summary>Numbering of licensed requests to tills.</summary>
    public DbSet<LicenseSequence> LicenseSequences => Set<LicenseSequence>();

    /// <summary>Which transactions were committed.</summary>
    public DbSet<CommitMark> CommitMarks => Set<CommitMark>();

    /// <summary>Who changed what.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>How parts of the system became better and worse.</summary>
    public DbSet<SystemChange> SystemChanges => Set<SystemChange>();

    /// <inheritdoc/>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    // Whoever saves orders saves their places in the row of changes, knowingly or not: one forgotten place would be a change that a
    // shop never hears of. Losing the race for a number is nobody's business but ours, so it is run again here.
    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Everybody here looks at the tracker, and it would compare everything it holds with its picture for each of them. Once is enough:
        // whoever changes something here tells it of just that. With a group of new orders this is a good part of the whole work.
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await LookAlikeLedger.SettleAsync(this, cancellationToken);
            await GuestLedger.BookAsync(this, cancellationToken);
            ChangePositions.BeginForNewSources(this);
            return await SaveInTurnAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task<int> SaveInTurnAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var changes = new ChangePositions(this);
        if (!changes.IsAny)
        {
            return await SaveOnceAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        for (var left = PositionTries; ; left--)
        {
            await changes.TakeAsync(cancellationToken);
            try
            {
                return await SaveOnceAsync(acceptAllChangesOnSuccess, cancellationToken);
            }
            catch (DbUpdateConcurrencyException error) when (left > 1 && error.Entries.All(entry => entry.Entity is ChangeCounter))
            {
                // Another transaction of the source was quicker; it has committed, so the next number is known.
            }
        }
    }

    /// <summary>The mark of the transaction that is being saved; null while none is.</summary>
    internal CommitMark? Saving { get; private set; }

    /// <summary>Whether the transaction that is being saved has been committed, though nobody heard it; then how many rows it had.</summary>
    internal async Task<int?> WasSavedAsync(CancellationToken cancellationToken)
    {
        if (!await CommitMarks.AsNoTracking().AnyAsync(found => found.Id == Saving!.Id, cancellationToken))
        {
            return null;
        }

        var rows = ChangeTracker.Entries().Count(entry => entry.State is not (EntityState.Unchanged or EntityState.Detached)); // The mark included.
        // Numbers that the database gave were lost with its answer, so nothing more can be saved from this picture; the next one is read anew.
        ChangeTracker.Clear();
        return rows;
    }

    private async Task<int> SaveOnceAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        if (!Database.CreateExecutionStrategy().RetriesOnFailure || !ChangeTracker.HasChanges())
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        Saving = Add(CommitMark.New()).Entity;
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken) - 1; // Nobody asked for the mark.
        }
        finally
        {
            Entry(Saving).State = EntityState.Detached;
            Saving = null;
        }
    }

    // Data Protection stores its keys so; the ledger of guests and the row of changes ask the database and will not block a thread for it.
    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        ChangePositions.BeginForNewSources(this);
        return LookAlikeLedger.HasWork(this) || GuestLedger.HasWork(this) || new ChangePositions(this).IsAny
            ? throw new InvalidOperationException("Orders are saved with SaveChangesAsync: guests are counted, and places in the row of changes taken, with them.")
            : base.SaveChanges(acceptAllChangesOnSuccess);
    }

    // Each lost race means that another one was won, so this ends; so many at once are more than a restaurant's pages and tills.
    private const int PositionTries = 100;

    /// <summary>Texts can be looked for in their <see cref="SearchForm"/> on either database, each in its own way.</summary>
    private protected static readonly MethodInfo SearchFormOf = typeof(SearchForm).GetMethod(nameof(SearchForm.Of))!;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(DeliveryDb).Assembly);
    }

    // Each line here exists because SQLite and SQL Server would otherwise disagree.
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot compare or sort DateTimeOffset; UTC DateTime sorts the same on both.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTimeConverter>();
        configurationBuilder.Properties<OrderId>().HaveConversion<OrderIdConverter>();
        configurationBuilder.Properties<RestaurantId>().HaveConversion<RestaurantIdConverter>();
        configurationBuilder.Properties<SourceId>().HaveConversion<SourceIdConverter>();
        configurationBuilder.Properties<CourierId>().HaveConversion<CourierIdConverter>();
        configurationBuilder.Properties<TerminalId>().HaveConversion<TerminalIdConverter>();
        configurationBuilder.Properties<Money>().HaveConversion<MoneyConverter>();
        configurationBuilder.Properties<Quantity>().HaveConversion<QuantityConverter>();
        // Names, not numbers: a row must still be readable after somebody reorders an enum.
        configurationBuilder.Properties<OrderStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<FulfillmentType>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<PaymentMethod>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<CancelReason>().HaveConversion<string>().HaveMaxLength(30);
        configurationBuilder.Properties<StepKind>().HaveConversion<string>().HaveMaxLength(30);
        configurationBuilder.Properties<HandoffAct>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<TerminalSound>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<EscalationRung>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<DispatchState>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<MailSecurity>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<SourceColour>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<ScreenTheme>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<RestaurantMark>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<IntakeMode>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<PauseReason>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<HandoffState>().HaveConversion<string>().HaveMaxLength(20);
    }
}

/// <summary>The model on SQLite.</summary>
public sealed class SqliteDeliveryDb(DbContextOptions<SqliteDeliveryDb> options) : DeliveryDb(options)
{
    /// <summary>What <see cref="SearchForm.Of"/> is called in a query; SQLite's own lower() knows Latin letters alone.</summary>
    internal const string SearchFunction = "search_form";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDbFunction(SearchFormOf).HasName(SearchFunction);
    }
}

/// <summary>The model on SQL Server.</summary>
public sealed class SqlServerDeliveryDb(DbContextOptions<SqlServerDeliveryDb> options) : DeliveryDb(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDbFunction(SearchFormOf).HasTranslation(arguments => Function(
            "REPLACE", Function("LOWER", arguments[0]), new SqlConstantExpression("ё", arguments[0].TypeMapping), new SqlConstantExpression("е", arguments[0].TypeMapping)));
        // SQLite compares texts byte by byte, whatever the texts are: "A-1" and "a-1" are two orders of a shop. So must this server, whichever
        // collation its databases have: what is searched in is kept in its SearchForm, and lists are put in order by the page's language.
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(IsText))
        {
            property.SetCollation(ByteByByte);
        }

        // A passkey's number may have 1023 bytes (WebAuthn); a clustered key of this server takes 900, any other 1700.
        builder.Entity<IdentityUserPasskey<Guid>>().HasKey(passkey => passkey.CredentialId).IsClustered(false);
    }

    private const string ByteByByte = "Latin1_General_100_BIN2";

    private static bool IsText(IMutableProperty property) =>
        (property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string);

    private static SqlFunctionExpression Function(string name, params SqlExpression[] arguments) =>
        new(name, arguments, nullable: true, arguments.Select((_, index) => index is 0), typeof(string), arguments[0].TypeMapping);
}
