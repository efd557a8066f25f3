using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>The files behind a report's links: plain addresses, so that a browser saves them by itself.</summary>
internal static class ReportDownloads
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IServiceCollection AddReportPages(this IServiceCollection services) => services.AddScoped<ReportSheets>();

    public static IEndpointRouteBuilder MapReportDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/export/{sheet}/{format}", ExportAsync)
            .RequireAuthorization(new AuthorizeAttribute { Roles = "Manager,Admin" }).ExcludeFromDescription();
        return routes;
    }

    internal static async Task<Results<FileContentHttpResult, NotFound, ForbidHttpResult>> ExportAsync(
        string sheet, string format, HttpContext context, ReportSheets sheets, RestaurantDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var by = CurrentStaff.Of(context.User);
        if (CurrentStaff.RestaurantOf(context.User) is not { } shown || directory.Find(shown) is not { } here)
        {
            return TypedResults.Forbid();
        }

        var view = ReportView.Read(name => context.Request.Query[name], here.Day.Of(time.GetUtcNow()));
        if (await sheets.ReadAsync(view, here, by, isWhole: true, cancellationToken) is not { } content)
        {
            return TypedResults.Forbid();
        }

        var file = $"{sheet}-{ReportView.Text(view.From)}-{ReportView.Text(view.To)}";
        return (content.Find(sheet), format) switch
        {
            (_, "xlsx") when sheet is "all" => TypedResults.File(await ReportFiles.XlsxAsync(content.Sheets, cancellationToken), Workbook, $"{file}.xlsx"),
            ({ } found, "xlsx") => TypedResults.File(await ReportFiles.XlsxAsync([found], cancellationToken), Workbook, $"{file}.xlsx"),
            ({ } found, "csv") => TypedResults.File(ReportFiles.Csv(found), "text/csv; charset=utf-8", $"{file}.csv"),
            _ => TypedResults.NotFound(),
        };
    }
}
