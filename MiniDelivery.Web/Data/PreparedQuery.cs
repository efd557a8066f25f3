using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MiniDelivery.Web.Data;

/// <summary>
/// A compiled query of EF Core, for what is asked with every order: composing it anew would take longer than answering it does. It belongs to
/// one provider's model, so there is one for each.
/// </summary>
/// <typeparam name="TQuery">What <see cref="EF"/>'s <c>CompileAsyncQuery</c> returns.</typeparam>
internal sealed class PreparedQuery<TQuery>(Func<TQuery> compile)
    where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _compiled = [];

    /// <summary>The one of a context's model.</summary>
    public TQuery On(DbContext db) => _compiled.GetValue(db.Model, _ => compile());
}
