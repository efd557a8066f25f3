using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Help;

/// <summary>How a shop sends its first order here: an example that can be copied as it stands, but for the key.</summary>
public sealed partial class HelpFirstOrder(IStringLocalizer<Help> localizer, NavigationManager navigation) : ComponentBase
{
    private string Example => $$"""
        curl -X POST {{navigation.BaseUri}}api/v1/orders \
          -H "Authorization: Bearer md_…" \
          -H "Content-Type: application/json" \
          -d '{
            "externalId": "WEB-1",
            "customer": { "name": "{{localizer["first.guest"]}}", "phone": "87776665544" },
            "fulfillment": { "address": { "text": "{{localizer["first.address"]}}" } },
            "items": [ { "code": "101", "name": "{{localizer["first.dish"]}}", "quantity": 2, "price": 350 } ],
            "payment": { "method": "cash" }
          }'
        """;
}
