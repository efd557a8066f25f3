using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// Whatever any test lets the product ask of SQLite is asked on SQL Server's provider, too, once each: what does not translate, or
/// is no T-SQL, fails the test that asked. So no query can be forgotten that any test knows of.
/// </summary>
internal sealed class SqlServerEcho : IQueryExpressionInterceptor
{
    /// <summary>The only one: Entity Framework keeps what it has learned of a model as long as its singletons are the same.</summary>
    public static readonly SqlServerEcho Instance = new();

    private static readonly MethodInfo _execute = typeof(IQueryProvider).GetMethods().Single(method => method is { Name: nameof(IQueryProvider.Execute), IsGenericMethod: true });

    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _said = new();
    private static readonly SqlServerOnPaper _server = new(isEmpty: true);
    private readonly Lock _lock = new();

    private SqlServerEcho()
    {
    }

    /// <summary>All that was said so far.</summary>
    public IEnumerable<string> Said => _said.Values.SelectMany(commands => commands);

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is SqliteDeliveryDb)
        {
            _said.GetOrAdd(eventData.ExpressionPrinter.PrintExpression(queryExpression), _ => Translate(queryExpression));
        }

        return queryExpression;
    }

    private IReadOnlyList<string> Translate(Expression query)
    {
        lock (_lock)
        {
            using var db = _server.Contexts.CreateDbContext();
            var other = new Other(db);
            var asked = other.Visit(query);
            if (other.IsRaw)
            {
                return []; // A test's own SQL: the product has none.
            }

            _server.Clear();
            Exception? trouble = null;
            try
            {
                Ask(db.GetService<IAsyncQueryProvider>(), asked);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                trouble = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            }

            // That nobody answered is no trouble: what counts is what was said.
            var said = _server.Said;
            if (said is [])
            {
                throw new NotSupportedException($"SQL Server cannot be asked what SQLite can: {trouble?.Message}", trouble);
            }

            foreach (var sql in said)
            {
                TSql.Parse(sql);
            }

            return said;
        }
    }

    private static void Ask(IAsyncQueryProvider provider, Expression query)
    {
        if (typeof(IQueryable).IsAssignableFrom(query.Type))
        {
            foreach (var _ in provider.CreateQuery(query))
            {
                // There is none.
            }

            return;
        }

        _execute.MakeGenericMethod(query.Type).Invoke(provider, [query]);
    }

    // The same question with the other model's tables, and with values where it had parameters.
    private sealed class Other(DbContext db) : ExpressionVisitor
    {
        public bool IsRaw { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case EntityQueryRootExpression root when root.GetType() == typeof(EntityQueryRootExpression):
                    return new EntityQueryRootExpression(db.GetService<IAsyncQueryProvider>(), db.Model.FindEntityType(root.EntityType.Name)!);
                case QueryRootExpression:
                    IsRaw = true;
                    return node;
                case QueryParameterExpression parameter:
                    var box = Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(parameter.Type), Sample(parameter.Type))!;
                    return Expression.Field(Expression.Constant(box), nameof(StrongBox<>.Value));
                default:
                    return base.VisitExtension(node);
            }
        }

        private static object? Sample(Type type)
        {
            if (type == typeof(string))
            {
                return "x";
            }

            if (Nullable.GetUnderlyingType(type) is { } underlying)
            {
                return Sample(underlying);
            }

            if (typeof(IEnumerable).IsAssignableFrom(type) && ElementOf(type) is { } element)
            {
                var two = Array.CreateInstance(element, 2);
                two.SetValue(Sample(element), 0);
                two.SetValue(Sample(element), 1);
                return type.IsInstanceOfType(two) ? two : Activator.CreateInstance(type, two);
            }

            return type.IsValueType ? RuntimeHelpers.GetUninitializedObject(type) : null;
        }

        private static Type? ElementOf(Type type) => type.GetInterfaces().Prepend(type)
            .FirstOrDefault(found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }
}
