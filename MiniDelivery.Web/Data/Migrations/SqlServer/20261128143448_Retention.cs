using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ForgottenAt",
                table: "Orders",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RetentionPlans",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Months = table.Column<int>(type: "int", nullable: true),
                    DueAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Running = table.Column<int>(type: "int", nullable: false),
                    RanAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RanOrders = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RetentionPlans", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_RetentionPlans_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_RestaurantId_ForgottenAt_ReceivedAt",
                table: "Orders",
                columns: new[] { "RestaurantId", "ForgottenAt", "ReceivedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RetentionPlans");

            migrationBuilder.DropIndex(
                name: "IX_Orders_RestaurantId_ForgottenAt_ReceivedAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ForgottenAt",
                table: "Orders");
        }
    }
}
